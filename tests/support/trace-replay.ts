import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { MESSAGE } from '../../domain/protocol.ts';
import type { Agent, Trace } from './trace.ts';

/** Where one of the two people connects: `url` ends in `/collab`; `headers` carry their session. */
export type ReplayPlace = { url: string; headers: Record<string, string> };

export type ReplayTarget = {
  sectionId: string;
  people: [ReplayPlace, ReplayPlace];
  /** Told of each step when its edits were made and sent, and nobody else has seen them yet. */
  sent?(step: number): unknown;
};

/**
 * Replays a trace into the first block of a section with two unmodified y-websocket clients. Each sees of the
 * other just what the recorded person had seen: the network of the test holds back what came too early. Whoever
 * loses their server types on when they are back and the other has seen it. Returns the text that each ends with.
 */
export async function replayTrace(trace: Trace, target: ReplayTarget): Promise<[string, string]> {
  // Of two insertions at one place Yjs puts the lower client id first, as the recording put its first person.
  const [low = 1, high = 2] = [new Y.Doc().clientID, new Y.Doc().clientID].sort((a, b) => a - b);
  const clients: [HeldClient, HeldClient] = [
    new HeldClient(target.sectionId, target.people[0], low),
    new HeldClient(target.sectionId, target.people[1], high),
  ];
  try {
    await Promise.all(clients.map((client) => client.synced()));
    const [a, b] = clients;
    const begun = a.updatesOf(() => a.block().insert(0, [new Y.XmlText()]));
    await b.arrived(begun);
    b.mark(0);
    b.deliver(0);

    const made: [number, number] = [0, 0];
    for (const [step, { agent, seen, patches }] of trace.steps.entries()) {
      const [me, other] = [clients[agent], clients[agent === 0 ? 1 : 0]];
      if (seen > 0) me.deliver(seen);
      const updates = me.updatesOf(() => {
        for (const [position, deleted, inserted] of patches) me.edit(position, deleted, inserted);
      });
      made[agent] += patches.length;
      target.sent?.(step);
      await other.arrived(updates);
      other.mark(made[agent]);
    }
    for (const agent of [0, 1] as Agent[]) clients[agent].deliver(made[agent === 0 ? 1 : 0]);
    return [a.text(), b.text()];
  } finally {
    for (const client of clients) client.destroy();
  }
}

/** A client whose network delivers updates only when told to. */
class HeldClient {
  readonly #ydoc = new Y.Doc();
  /** Everything of its own and everything that has arrived, delivered or not. */
  readonly #mirror = new Y.Doc();
  readonly #provider: WebsocketProvider;
  readonly #held: (() => void)[] = [];
  /** After how many edits of the other person the held messages up to which had arrived. */
  readonly #marks: { edits: number; held: number }[] = [];
  #delivered = 0;
  #hasText = false;
  #onArrival = () => {};

  constructor(sectionId: string, { url, headers }: ReplayPlace, clientId: number) {
    this.#ydoc.clientID = clientId;
    this.#ydoc.on('update', (update: Uint8Array) => Y.applyUpdate(this.#mirror, update));
    const arrive = (data: ArrayBuffer, socket: WebSocket, deliver: () => void) =>
      this.#arrive(data, socket, deliver);
    class HeldSocket extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers });
        // y-websocket listens by setting this property.
        Object.defineProperty(this, 'onmessage', {
          set: (listener: ((event: unknown) => void) | null) => {
            if (listener)
              this.addEventListener('message', (event) =>
                arrive(event.data as ArrayBuffer, this, () => listener(event)),
              );
          },
        });
      }
    }
    this.#provider = new WebsocketProvider(url, sectionId, this.#ydoc, {
      WebSocketPolyfill: HeldSocket as unknown as typeof globalThis.WebSocket, // ws has what y-websocket uses of it
      params: { schema: String(SCHEMA_VERSION) },
      disableBc: true,
    });
  }

  synced(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#provider.synced) resolve();
      else this.#provider.once('sync', () => resolve());
    });
  }

  block(): Y.XmlElement {
    return this.#ydoc.getXmlFragment(BODY).get(0) as Y.XmlElement; // a new section's one paragraph
  }

  edit(position: number, deleted: number, inserted: string): void {
    const text = this.block().get(0) as Y.XmlText; // made when the replay began
    this.#ydoc.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted) text.insert(position, inserted);
    });
  }

  text(): string {
    return (this.block().get(0) as Y.XmlText).toString();
  }

  /** What these edits send, in order. */
  updatesOf(edits: () => void): Uint8Array[] {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array) => updates.push(update);
    this.#ydoc.on('update', keep);
    edits();
    this.#ydoc.off('update', keep);
    return updates;
  }

  /** Resolves when all of these are among what has arrived: the last alone may be the deletion of what is deleted. */
  arrived(updates: Uint8Array[]): Promise<void> {
    return new Promise((resolve) => {
      const missing = [...updates];
      this.#onArrival = () => {
        while (missing[0] && contains(this.#mirror, missing[0])) missing.shift();
        if (missing.length === 0) resolve();
      };
      this.#onArrival();
    });
  }

  mark(edits: number): void {
    this.#marks.push({ edits, held: this.#held.length });
  }

  /** Lets through what the other person's first `edits` edits sent. */
  deliver(edits: number): void {
    const held = this.#marks.find((mark) => mark.edits === edits)?.held;
    if (held === undefined) throw new Error(`nothing was marked after ${edits} edits`);
    for (; this.#delivered < held; this.#delivered += 1) this.#held[this.#delivered]?.();
  }

  destroy(): void {
    this.#provider.destroy();
  }

  #arrive(data: ArrayBuffer, socket: WebSocket, deliver: () => void): void {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    const isSync = decoding.readVarUint(decoder) === MESSAGE.sync;
    const kind = isSync ? decoding.readVarUint(decoder) : null;
    if (kind !== messageYjsSyncStep2 && kind !== messageYjsUpdate) {
      deliver();
      return;
    }
    const update = decoding.readVarUint8Array(decoder);
    Y.applyUpdate(this.#mirror, update);
    if (kind === messageYjsSyncStep2 && !this.#hasText) {
      this.#hasText = true;
      deliver();
      return;
    }
    // Also the answer after a reconnect, which brings once more what is held, and all of it at once.
    this.#held.push(() => {
      // y-websocket hears nothing more from a socket that it lost: there it is given what it would have read.
      if (socket.readyState === WebSocket.OPEN) deliver();
      else Y.applyUpdate(this.#ydoc, update, this.#provider);
    });
    this.#onArrival();
  }
}

/** Whether everything in `update`, insertions and deletions, is in `ydoc`. */
function contains(ydoc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const has = structs.every(({ id, length }) => Y.getState(ydoc.store, id.client) >= id.clock + length);
  return (
    has &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) => isDeleted(ydoc, client, clock, clock + len)),
    )
  );
}

function isDeleted(ydoc: Y.Doc, client: number, from: number, to: number): boolean {
  if (Y.getState(ydoc.store, client) < to) return false;
  for (let at = from; at < to; ) {
    const { id, length, deleted } = Y.getItem(ydoc.store, Y.createID(client, at));
    if (!deleted) return false;
    at = id.clock + length;
  }
  return true;
}
