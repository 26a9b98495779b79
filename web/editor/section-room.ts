import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { documentOf, leaveFormatting } from '../../domain/document/ydoc.ts';
import {
  MESSAGE,
  type OutlineOf,
  readHello,
  readNotice,
  readOutline,
  readSaved,
} from '../../domain/protocol.ts';
import { countingSocket } from './counting-socket.ts';
import { deviceOf, type SectionName } from './device.ts';
import { endingBy, endingOf, isFinal } from './endings.ts';
import { gatherOthers } from './gathering.ts';
import { KeptText } from './kept-text.ts';
import { Listeners } from './listeners.ts';
import { QuietAwareness } from './quiet-awareness.ts';
import { followNetwork, rejoiner, spreadReconnects } from './reconnecting.ts';
import { type Ending, SAVING_START, type Saving, type SavingEvent, savingAfter } from './saving.ts';

/** One section's shared text, joined by this person in this tab. */
export type SectionRoom = {
  ydoc: Y.Doc;
  body: Y.XmlFragment;
  provider: WebsocketProvider;
  /** The state of saving now, and how to hear of the next. */
  saving: () => Saving;
  onSaving: (listener: () => void) => () => void;
  /** Called before somebody else's edits are applied, while the text is still what it was. */
  beforeOthers: (listener: () => void) => () => void;
  /** Called when the server has ended it: nothing connects again by itself then. At once, where it has. */
  onEnded: (listener: (ending: Ending) => void) => void;
  /** Called with what has numbers in another section of the report, about a second after it changed. */
  onOutlineElsewhere: (listener: (told: OutlineOf) => void) => () => void;
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

/** How long a room that was left goes on sending what is not saved, in milliseconds, where this device keeps it. */
const LINGER_MS = 20_000;
/** After how long without an answer to what was typed the person is told, in milliseconds. */
const LATE_MS = 6_000;

/** Rooms that were left with something unsaved, by person and section, for whoever comes back to them in this tab. */
const lingering = new Map<string, () => SectionRoom>();

/** Joins a section's text. `userId` keeps what is stored on this device apart from other people's. */
export function joinSection(name: SectionName, userId: string): SectionRoom {
  const key = `${userId} ${name.sectionId}`;
  const left = lingering.get(key);
  return left ? left() : openRoom(name, userId, key);
}

function openRoom(name: SectionName, userId: string, key: string): SectionRoom {
  const ydoc = leaveFormatting(new Y.Doc());
  const body = ydoc.getXmlFragment(BODY);
  let saving = SAVING_START;
  let said: string | null = null;
  let wasOpened = false;
  let lateTimer: ReturnType<typeof setTimeout> | undefined;
  const heard = {
    saving: new Listeners<void>(),
    ended: new Listeners<Ending>(),
    others: new Listeners<void>(),
    outline: new Listeners<OutlineOf>(),
  };
  const hearNoMore = () => {
    for (const listeners of Object.values(heard)) listeners.clear();
  };
  const tell = (event: SavingEvent) => {
    const wasPending = saving.pending;
    saving = savingAfter(saving, event);
    if (saving.pending !== wasPending || event.kind === 'opened') {
      clearTimeout(lateTimer);
      if (saving.pending) lateTimer = setTimeout(() => tell({ kind: 'late' }), LATE_MS);
    }
    heard.saving.tell();
  };
  const end = (ending: Ending) => {
    tell({ kind: 'ended', ending });
    heard.ended.tell(ending);
  };

  const device = deviceOf(userId);
  const kept = new KeptText(ydoc, device, name, {
    onState: (state) => state !== saving.device && tell({ kind: 'device', state }),
    // Whether this connection sends it already, is not known here: the next step 2 is sure to.
    onUnsent: () => tell({ kind: 'typed', sent: isSending() }),
  });
  // As y-websocket decides, which lets go what is typed while a socket closes.
  const isSending = () => provider.wsconnected && provider.ws?.readyState === WebSocket.OPEN;

  const origin = window.location.origin.replace(/^http/, 'ws');
  const provider = new WebsocketProvider(`${origin}/collab`, name.sectionId, ydoc, {
    connect: false,
    // `saved`: this client understands our own messages. `user`: whose text this is, so that nobody who signs
    // in meanwhile, in another tab, has it saved as theirs.
    params: { schema: String(SCHEMA_VERSION), saved: '1', user: userId },
    disableBc: true,
    awareness: new QuietAwareness(ydoc),
    shouldReconnect: ({ code }) => !isFinal(code),
    WebSocketPolyfill: countingSocket((what) => tell({ kind: 'sent', what })),
  });
  spreadReconnects(provider);
  provider.messageHandlers[MESSAGE.hello] = (_encoder, decoder) => {
    const hello = readHello(decoder);
    const ending = endingBy(hello);
    if (!ending) {
      tell({ kind: 'opened', connection: hello.connection });
      // The first time it was just loaded.
      if (wasOpened) kept.takeUpOthers();
      wasOpened = true;
      return;
    }
    // The greeting comes first: nothing of what is here was sent yet.
    provider.disconnect();
    end(ending);
  };
  gatherOthers(provider, () => heard.others.tell());
  provider.messageHandlers[MESSAGE.outline] = (_encoder, decoder) => {
    heard.outline.tell(readOutline(decoder));
  };
  provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
    tell({ kind: 'saved', count: readSaved(decoder) });
    if (!saving.pending) kept.allSaved();
  };
  provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => {
    said = readNotice(decoder).message;
  };
  provider.on('status', ({ status }) => {
    if (status === 'connecting') tell({ kind: 'opening' });
    if (status === 'disconnected') tell({ kind: 'closed' });
    // Others took this client for gone, and take it for back only under a newer clock.
    if (status === 'connected') provider.awareness.setLocalState(provider.awareness.getLocalState());
  });
  provider.on('connection-close', () => tell({ kind: 'closed' }));
  provider.on('closed', ({ code, reason }) => {
    const message = said ?? (reason || null);
    said = null;
    end(endingOf(code, message));
  });
  ydoc.on('update', (_update: Uint8Array, from: unknown) => {
    if (from === provider || kept.isOrigin(from)) return;
    kept.typed();
    tell({ kind: 'typed', sent: isSending() });
  });

  // What this device kept goes first, so that the first answer to the server has it.
  void kept.loaded.then((outcome) => {
    if (outcome === 'newer') end({ why: 'must_reload', message: null });
    else if (!isClosed) provider.connect();
  });
  const fromServer = new Promise<void>((resolve) => {
    provider.on('sync', (synced: boolean) => synced && resolve());
  });
  const offline = new Promise<void>((resolve) => {
    provider.on('connection-close', () => {
      if (body.length > 0) resolve();
    });
  });
  const stopFollowing = followNetwork(provider);
  const rejoin = rejoiner(provider);
  // Leaving the page would lose it: the browser asks.
  const beforeUnload = (event: BeforeUnloadEvent) => {
    if (saving.pending && saving.device === 'refused' && !device.isClosed) event.preventDefault();
  };
  window.addEventListener('beforeunload', beforeUnload);

  let isClosed = false;
  const stop = () => {
    isClosed = true;
    lingering.delete(key);
    clearTimeout(lateTimer);
    stopFollowing();
    window.removeEventListener('beforeunload', beforeUnload);
    hearNoMore();
    provider.destroy();
  };
  const close = () => {
    if (isClosed) return;
    stop();
    void kept.close().then(() => ydoc.destroy());
  };

  /** Goes on without anybody: until all is saved, or, where this device keeps it, for a while. */
  const linger = () => {
    let isOver = false;
    const goIfDone = () => {
      if (isOver || saving.pending) return;
      isOver = true;
      // Not from inside the provider's own handler.
      setTimeout(close);
    };
    const timer = setInterval(() => saving.device === 'kept' && close(), LINGER_MS);
    heard.saving.add(goIfDone);
    lingering.set(key, () => {
      isOver = true;
      clearInterval(timer);
      heard.saving.clear();
      lingering.delete(key);
      provider.awareness.setLocalState({});
      provider.connect();
      return room;
    });
    goIfDone();
  };

  const room: SectionRoom = {
    ydoc,
    body,
    provider,
    saving: () => saving,
    onSaving: (listener) => heard.saving.add(listener),
    onEnded: (listener) => {
      heard.ended.add(listener);
      if (saving.ended) listener(saving.ended);
    },
    beforeOthers: (listener) => heard.others.add(listener),
    onOutlineElsewhere: (listener) => heard.outline.add(listener),
    ready: Promise.race([fromServer, offline]),
    rejoin: () => !isClosed && rejoin(),
    document: () => documentOf(ydoc),
    leave: () => {
      if (isClosed) return;
      provider.awareness.setLocalState(null);
      hearNoMore();
      linger();
    },
    discard: async () => {
      if (isClosed) return;
      stop();
      await kept.discard().catch(() => {});
      ydoc.destroy();
    },
  };
  return room;
}
