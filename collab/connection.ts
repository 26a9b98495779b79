import * as decoding from 'lib0/decoding';
import type { WebSocket } from 'ws';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Person } from '../db/access.ts';
import { CLOSE, encodeNotice, encodeSaved, LIMITS, MESSAGE, type Notice } from '../domain/protocol.ts';
import type { Verdict } from '../domain/workflow/permissions.ts';
import type { Identity } from './awareness.ts';
import { awarenessFrame } from './frames.ts';
import type { Room } from './room.ts';

/** What may wait in one socket's send buffer, in bytes. A client slower than this is cut off, and syncs when it returns. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

/** One person's socket on one section. */
export class Connection {
  readonly id = crypto.randomUUID();
  readonly person: Person;
  readonly identity: Identity;
  /** What the rules said when the socket was opened; a change of rights closes it. */
  readonly mayWrite: Verdict;
  readonly #socket: WebSocket;
  readonly #room: Room;
  /** Whether the client understands our own messages. */
  readonly #understands: boolean;
  #count = 0;

  constructor(socket: WebSocket, room: Room, person: Person, mayWrite: Verdict, understands: boolean) {
    this.#socket = socket;
    this.#room = room;
    this.person = person;
    this.mayWrite = mayWrite;
    this.#understands = understands;
    this.identity = { userId: person.userId, name: person.name, code: person.code, tone: person.tone };
  }

  /** Takes one message of the client. Bytes that are no message of the protocol close the socket. */
  take(message: Uint8Array): void {
    if (message.length > LIMITS.messageBytes) {
      const why = 'The last change was not saved: it is larger than 4 MB. Paste long text in parts.';
      this.end(CLOSE.tooLarge, 'refused', why);
      return;
    }
    try {
      const decoder = decoding.createDecoder(message);
      const kind = decoding.readVarUint(decoder);
      if (kind === MESSAGE.sync) this.#takeSync(decoder);
      else if (kind === MESSAGE.awareness) this.#takeAwareness(decoding.readVarUint8Array(decoder));
      else if (kind === MESSAGE.queryAwareness) this.#sendAwareness();
      else throw new RangeError(`no message is of kind ${kind}`);
    } catch {
      this.refuseMalformed();
    }
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#socket.close(CLOSE.unavailable, 'too slow: come back and sync');
      return;
    }
    this.#socket.send(frame);
  }

  /** Of this connection's sync messages, the first `count` are committed. */
  saved(count: number): void {
    if (this.#understands) this.send(encodeSaved(count));
  }

  /** The last update cannot stand; `why` completes the sentence “Not saved, because …”. */
  refuse(why: string): void {
    this.end(CLOSE.refused, 'refused', `The last change was not saved: ${why}.`);
  }

  /** What the client sent is no message of the protocol. */
  refuseMalformed(): void {
    this.end(CLOSE.malformed, 'refused', 'The server could not read what this page sent. Reload the page.');
  }

  /** Says why, and closes. */
  end(closeCode: number, code: Notice['code'], message: string): void {
    this.#room.remove(this);
    if (this.#understands) this.send(encodeNotice({ code, message }));
    // A close frame carries at most 123 bytes of reason.
    this.#socket.close(
      closeCode,
      Buffer.from(message)
        .subarray(0, 120)
        .toString()
        .replace(/\uFFFD+$/, ''),
    );
  }

  #takeSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (kind === messageYjsSyncStep1) {
      Y.decodeStateVector(body); // throws here, and not where the room answers, for whatever is none
      this.#room.join(this, body);
      return;
    }
    if (kind !== messageYjsSyncStep2 && kind !== messageYjsUpdate)
      throw new RangeError(`no sync message is of kind ${kind}`);
    this.#count += 1;
    this.#room.receive(this, body, this.#count);
  }

  #takeAwareness(update: Uint8Array): void {
    const pass = this.#room.awareness.take(update, this, this.identity, Date.now());
    if (pass) this.#room.spreadAwareness(pass);
  }

  #sendAwareness(): void {
    const carets = this.#room.awareness.all();
    if (carets) this.send(awarenessFrame(carets));
  }
}
