import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { NodeSignal } from '../domain/events.ts';

/**
 * Carries signals and awareness between everything that runs for one database: inside this process, and
 * between nodes over Redis when there is one. It is a doorbell and never the truth: a message may be lost,
 * doubled or late, and whoever hears it reads the truth in Postgres.
 */
export type Bus = {
  publish(signal: NodeSignal): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (signal: NodeSignal) => void): () => void;
  /** Awareness of one section, as bytes, to the other nodes only. */
  publishAwareness(sectionId: string, update: Uint8Array): void;
  subscribeAwareness(listener: (sectionId: string, update: Uint8Array) => void): () => void;
  /** Whether messages reach other nodes now; `none`: this node was given no Redis, and is the only one. */
  neighbours(): 'none' | 'reached' | 'unreachable';
  close(): Promise<void>;
};

const CHANNEL = 'rapporteur';

/** A bus inside this process, and over the Redis (or Valkey) at `redisUrl` when that is not null. */
export function createBus(redisUrl: string | null, log: Logger): Bus {
  const signals = new Set<(signal: NodeSignal) => void>();
  const awareness = new Set<(sectionId: string, update: Uint8Array) => void>();
  const node = crypto.randomUUID();

  const tell = (signal: NodeSignal) => {
    for (const listener of signals) {
      try {
        listener(signal);
      } catch (error) {
        log.error({ err: error, signal: signal.kind }, 'a listener to signals failed');
      }
    }
  };

  const remote = redisUrl ? connectRedis(redisUrl, log) : null;
  remote?.subscriber.on('message', (_channel: string, text: string) => {
    try {
      const message = JSON.parse(text) as RemoteMessage; // written by our own nodes only
      if (message.node === node) return;
      if ('signal' in message) tell(message.signal);
      else
        for (const listener of awareness)
          listener(message.sectionId, Buffer.from(message.awareness, 'base64'));
    } catch (error) {
      log.error({ err: error }, 'a message on the bus could not be read');
    }
  });
  const send = (message: RemoteMessage) => {
    remote?.publisher.publish(CHANNEL, JSON.stringify(message)).catch(() => {
      // Said once by the connection's own error handler; the poll makes up for what was not rung.
    });
  };

  return {
    publish(signal) {
      tell(signal);
      send({ node, signal });
    },
    subscribe(listener) {
      signals.add(listener);
      return () => signals.delete(listener);
    },
    publishAwareness(sectionId, update) {
      send({ node, sectionId, awareness: Buffer.from(update).toString('base64') });
    },
    subscribeAwareness(listener) {
      awareness.add(listener);
      return () => awareness.delete(listener);
    },
    neighbours() {
      if (!remote) return 'none';
      const isOpen = remote.publisher.status === 'ready' && remote.subscriber.status === 'ready';
      return isOpen ? 'reached' : 'unreachable';
    },
    async close() {
      remote?.publisher.disconnect();
      remote?.subscriber.disconnect();
    },
  };
}

type RemoteMessage = { node: string } & ({ signal: NodeSignal } | { sectionId: string; awareness: string });

function connectRedis(url: string, log: Logger) {
  const open = () => {
    // Without an offline queue: a doorbell rung minutes late wakes nobody who has not woken already.
    const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, lazyConnect: false });
    let down = false;
    client.on('error', (error: Error) => {
      if (!down) log.warn({ err: error }, 'Redis does not answer; editing goes on by polling Postgres');
      down = true;
    });
    client.on('ready', () => {
      down = false;
    });
    return client;
  };
  const [publisher, subscriber] = [open(), open()];
  subscriber.on('ready', () => {
    subscriber
      .subscribe(CHANNEL)
      .catch((error: unknown) => log.warn({ err: error }, 'Redis refused the subscription'));
  });
  return { publisher, subscriber };
}
