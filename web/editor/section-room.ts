import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { CLOSE, MESSAGE, type Notice, readNotice, readSaved } from '../../domain/protocol.ts';
import { SAVING_START, type Saving, type SavingEvent, savingAfter } from './saving.ts';

/** Why a section was closed under whoever writes in it; `message` is the server's sentence, where it gave one. */
export type Ending = {
  why: 'signed_out' | 'must_reload' | 'too_many' | 'refused' | 'rights';
  message: string | null;
};

/** One section's shared text, joined by this person in this tab. */
export type SectionRoom = {
  ydoc: Y.Doc;
  body: Y.XmlFragment;
  provider: WebsocketProvider;
  /** The state of saving now, and how to hear of the next. */
  saving: () => Saving;
  onSaving: (listener: () => void) => () => void;
  /** Called once, when the server has ended it for good (refused, rights, unknown): nothing reconnects then. */
  onEnded: (listener: (ending: Ending) => void) => void;
  /** Resolves when there is text to show: from the server, or, offline, from this device. */
  ready: Promise<void>;
  /** Connects again with the same text, after rights were looked at anew. */
  rejoin: () => void;
  /** The text as it is here, whatever of it is saved. */
  document: () => NodeJson;
  /** Leaves: what is not yet saved is still sent for a while, and stays on this device. */
  leave: () => void;
  /** Leaves, and forgets the text here: on this device nothing of it stays. */
  discard: () => Promise<void>;
};

/** How long a room that was left goes on sending what is not saved, in milliseconds. */
const LINGER_MS = 20_000;

/** Joins a section's text. `userId` keeps what is stored on this device apart from other people's. */
export function joinSection(sectionId: string, userId: string): SectionRoom {
  const ydoc = new Y.Doc();
  const body = ydoc.getXmlFragment(BODY);
  let saving = SAVING_START;
  let notice: Notice | null = null;
  const savingListeners = new Set<() => void>();
  const endedListeners = new Set<(ending: Ending) => void>();
  const tell = (event: SavingEvent) => {
    saving = savingAfter(saving, event);
    for (const listener of savingListeners) listener();
  };

  const stored = new IndexeddbPersistence(`rapporteur/${userId}/${sectionId}`, ydoc);
  // It throws inside where the browser refuses storage (private windows).
  stored._db.catch(() => tell({ kind: 'not_kept' }));

  const origin = window.location.origin.replace(/^http/, 'ws');
  const provider = new WebsocketProvider(`${origin}/collab`, sectionId, ydoc, {
    connect: false,
    // `saved`: this client understands our own messages.
    params: { schema: String(SCHEMA_VERSION), saved: '1' },
    disableBc: true,
    maxBackoffTime: 2500,
    WebSocketPolyfill: countingSocket((what) => tell({ kind: 'sent', what })),
  });
  provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) =>
    tell({ kind: 'saved', count: readSaved(decoder) });
  provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => {
    notice = readNotice(decoder);
  };
  provider.on('status', ({ status }) => {
    if (status === 'connecting') tell({ kind: 'opening' });
    else tell({ kind: status === 'connected' ? 'opened' : 'closed' });
    // Others took this client for gone, and take it for back only under a newer clock.
    if (status === 'connected') provider.awareness.setLocalState(provider.awareness.getLocalState());
  });
  provider.on('connection-close', () => tell({ kind: 'closed' }));
  provider.on('closed', ({ code }) => {
    if (code === CLOSE.refused)
      tell({ kind: 'refused', message: notice?.message ?? 'the server refused it' });
    const ending: Ending = { why: reasonOf(code), message: notice?.message ?? null };
    notice = null;
    for (const listener of endedListeners) listener(ending);
  });
  ydoc.on('update', (_update: Uint8Array, from: unknown) => {
    if (from !== provider && from !== stored) tell({ kind: 'typed' });
  });

  const fromDevice = stored.whenSynced.then(() => {});
  const noStore = stored._db.then(
    () => new Promise<void>(() => {}),
    () => {},
  );
  // What this device kept goes first, so that the first answer to the server has it.
  void Promise.race([fromDevice, noStore]).then(() => provider.connect());
  const fromServer = new Promise<void>((resolve) => {
    provider.on('sync', (synced: boolean) => synced && resolve());
  });
  const offline = new Promise<void>((resolve) => {
    provider.on('connection-close', () => {
      if (body.length > 0) resolve();
    });
  });

  // A socket notices only after half a minute that its network is gone. A new one tells at once; and where the
  // server is on this very machine, it simply connects.
  const lookAgain = () => {
    if (!provider.wsconnected) return;
    provider.disconnect();
    provider.connect();
  };
  window.addEventListener('offline', lookAgain);

  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    window.removeEventListener('offline', lookAgain);
    provider.destroy();
    void stored.destroy();
    ydoc.destroy();
  };

  return {
    ydoc,
    body,
    provider,
    saving: () => saving,
    onSaving: (listener) => {
      savingListeners.add(listener);
      return () => savingListeners.delete(listener);
    },
    onEnded: (listener) => endedListeners.add(listener),
    ready: Promise.race([fromServer, offline]),
    rejoin: () => provider.connect(),
    document: () => documentOf(ydoc),
    leave: () => {
      provider.awareness.setLocalState(null);
      endedListeners.clear();
      const isDone = () => !saving.pending || saving.refused !== null;
      if (isDone()) return close();
      const timer = setTimeout(close, LINGER_MS);
      savingListeners.clear();
      savingListeners.add(() => {
        if (!isDone()) return;
        clearTimeout(timer);
        // Not from inside the provider's own handler.
        setTimeout(close);
      });
    },
    discard: async () => {
      isClosed = true;
      window.removeEventListener('offline', lookAgain);
      endedListeners.clear();
      provider.destroy();
      await stored.clearData().catch(() => {});
      ydoc.destroy();
    },
  };
}

function reasonOf(code: number): Ending['why'] {
  switch (code) {
    case CLOSE.notSignedIn:
      return 'signed_out';
    case CLOSE.schemaBehind:
      return 'must_reload';
    case CLOSE.tooMany:
      return 'too_many';
    case CLOSE.refused:
    case CLOSE.tooLarge:
    case CLOSE.malformed:
      return 'refused';
    default:
      return 'rights';
  }
}

/** A WebSocket that tells of each message with content that it sends: sync step 2 (1) and update (2). */
function countingSocket(onSent: (what: 'step_2' | 'update') => void): typeof WebSocket {
  return class extends WebSocket {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data);
      if (!(data instanceof Uint8Array) || data[0] !== MESSAGE.sync) return;
      if (data[1] === 1) onSent('step_2');
      if (data[1] === 2) onSent('update');
    }
  };
}
