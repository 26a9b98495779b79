import type * as decoding from 'lib0/decoding';
import { messageYjsUpdate } from 'y-protocols/sync';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { MESSAGE } from '../../domain/protocol.ts';

/** What arrives within this after the last drawing waits for the next, in milliseconds. */
const GATHER_MS = 50;

type Handler = WebsocketProvider['messageHandlers'][number];
type Kind = 'updates' | 'carets';

/**
 * Has `provider` take in together what others do within a moment: their letters as one change of the text, their
 * carets at once. Each change is drawn, and a section in which many write would be drawn more often than anybody
 * sees. What comes after a pause is taken in as it comes. `before` is called before each change of the text.
 */
export function gatherOthers(provider: WebsocketProvider, before: () => void): void {
  const takeSync = provider.messageHandlers[MESSAGE.sync];
  const takeAwareness = provider.messageHandlers[MESSAGE.awareness];
  if (!takeSync || !takeAwareness) throw new Error('this is no provider of y-websocket');
  const waiting: Record<Kind, Parameters<Handler>[]> = { updates: [], carets: [] };
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const takeIn = () => {
    clearTimeout(timer);
    timer = undefined;
    lastMs = performance.now();
    const { updates, carets } = waiting;
    waiting.updates = [];
    waiting.carets = [];
    if (updates.length > 0) {
      before();
      const apply = () => {
        for (const message of updates) takeSync(...message);
      };
      Y.transact(provider.doc, apply, provider, false);
    }
    for (const message of carets) takeAwareness(...message);
  };
  const gather = (kind: Kind, message: Parameters<Handler>) => {
    waiting[kind].push(message);
    const waitMs = lastMs + GATHER_MS - performance.now();
    if (waitMs <= 0) takeIn();
    else timer ??= setTimeout(takeIn, waitMs);
  };

  provider.messageHandlers[MESSAGE.sync] = (...message) => {
    if (isUpdate(message[1])) gather('updates', message);
    else {
      // Questions and whole answers are about all that came before.
      takeIn();
      before();
      takeSync(...message);
    }
  };
  provider.messageHandlers[MESSAGE.awareness] = (...message) => gather('carets', message);
  provider.on('connection-close', takeIn);
}

/** Whether a sync message, its kind already read, is an update; its steps are numbers of one byte. */
function isUpdate({ arr, pos }: decoding.Decoder): boolean {
  return arr[pos] === messageYjsUpdate;
}
