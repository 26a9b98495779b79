import type { WebsocketProvider } from 'y-websocket';

/** The shortest wait before a connection is tried again, in milliseconds. */
const SHORTEST_MS = 100;
/** The longest wait before the first attempt, and before any. */
const FIRST_MS = 1_000;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the `attempt`-th try (from 1) to connect again, in milliseconds: anywhere up to a
 * bound that doubles, so that the clients of a server that was restarted do not come back in one instant.
 * `chance` is from 0 to 1.
 */
export function waitBefore(attempt: number, chance: number): number {
  const bound = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.round(SHORTEST_MS + chance * (bound - SHORTEST_MS));
}

/**
 * Makes `provider` wait as `waitBefore` says. y-websocket waits for the smaller of a doubling time and
 * `maxBackoffTime`, the same for everybody: with its count of failures set high the second decides, which we
 * draw anew each time. Both are its public fields, read after it has told that a connection closed.
 */
export function spreadReconnects(provider: WebsocketProvider): void {
  let attempts = 0;
  provider.on('sync', (isSynced: boolean) => {
    if (isSynced) attempts = 0;
  });
  provider.on('connection-close', () => {
    attempts += 1;
    provider.wsUnsuccessfulReconnects = 16;
    provider.maxBackoffTime = waitBefore(attempts, Math.random());
  });
}

/**
 * How to join again after the server had ended it and there is a reason to: at once the first time, and after a
 * wait where that did not lead to a text, so that two parts of a server that disagree are not asked without end.
 */
export function rejoiner(provider: WebsocketProvider): () => void {
  let attempts = 0;
  provider.on('sync', (isSynced: boolean) => {
    if (isSynced) attempts = 0;
  });
  return () => {
    attempts += 1;
    if (attempts === 1) provider.connect();
    else setTimeout(() => provider.connect(), waitBefore(attempts, Math.random()));
  };
}

/**
 * Connects `provider` as soon as there is reason to hope: the network is back, or a tab that slept is looked at.
 * A socket that has not noticed the loss of its network is closed at once. Returns how to stop.
 */
export function followNetwork(provider: WebsocketProvider): () => void {
  // A socket notices only after half a minute that its network is gone. A new one tells at once; and where the
  // server is on this very machine, it simply connects.
  const lookAgain = () => {
    if (!provider.wsconnected) return;
    provider.disconnect();
    provider.connect();
  };
  let soon: ReturnType<typeof setTimeout> | undefined;
  // Everybody in a building has the network back in the same moment.
  const connectSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(() => provider.shouldConnect && provider.connect(), waitBefore(1, Math.random()));
  };
  const wake = () => {
    if (document.visibilityState === 'hidden') return;
    // The watch that looks for a silent socket slept too.
    if (provider.wsconnected && Date.now() - provider.wsLastMessageReceived > SILENCE_MS) lookAgain();
    else connectSoon();
  };
  window.addEventListener('offline', lookAgain);
  window.addEventListener('online', connectSoon);
  document.addEventListener('visibilitychange', wake);
  document.addEventListener('resume', wake);
  return () => {
    clearTimeout(soon);
    window.removeEventListener('offline', lookAgain);
    window.removeEventListener('online', connectSoon);
    document.removeEventListener('visibilitychange', wake);
    document.removeEventListener('resume', wake);
  };
}

/** A connection says something, if only that somebody else is there, more often than this, in milliseconds. */
const SILENCE_MS = 30_000;
