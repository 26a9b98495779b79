import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { SCHEMA_VERSION } from '../../../domain/document/schema.ts';
import { MESSAGE } from '../../../domain/protocol.ts';
import { USER_HEADER } from '../collab.ts';
import { STEP, sync } from './bytes.ts';

/** How a socket ended, as its client was told. */
export type Ending = { code: number; reason: string };

const EMPTY_UPDATE = Uint8Array.of(0, 0);

/**
 * A socket whose owner sends what they like. It greets as it should, and has the text of the section in
 * `replica`; whatever is done to that is sent only by hand.
 */
export class Intruder {
  readonly replica = new Y.Doc();
  /** Every message of the server, until somebody empties it. */
  readonly heard: Buffer[] = [];
  readonly socket: WebSocket;
  /** Whether it leaves the server's questions unanswered. */
  isMute = false;
  /** Resolves when the socket has ended, from whichever side. */
  readonly ended: Promise<Ending>;
  #answers = 0;

  constructor(address: string, headers: Record<string, string>) {
    this.socket = new WebSocket(address, { headers, perMessageDeflate: false });
    this.ended = new Promise((resolve) =>
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
    this.socket.on('error', () => undefined); // the close that follows says it
    this.socket.on('message', (message: Buffer) => this.#hear(message));
  }

  /** Opens a socket as `userId`, and resolves when it has the text and the server knows what it has. */
  static async enter(url: string, sectionId: string, userId: string): Promise<Intruder> {
    const intruder = Intruder.knock(url, sectionId, userId);
    await intruder.answer();
    return intruder;
  }

  /** Opens a socket, and awaits nothing. */
  static knock(url: string, sectionId: string, userId: string): Intruder {
    const query = new URLSearchParams({ schema: String(SCHEMA_VERSION), saved: '1' });
    return new Intruder(`${url}/${sectionId}?${query}`, { [USER_HEADER]: userId });
  }

  /** A message in bytes, or in text, which none of the protocol is. */
  send(message: Uint8Array | string): void {
    this.socket.send(message);
  }

  /** The update that a change of the replica makes. */
  changed(change: (ydoc: Y.Doc) => void): Uint8Array {
    const before = Y.encodeStateVector(this.replica);
    this.replica.transact(() => change(this.replica));
    return Y.encodeStateAsUpdate(this.replica, before);
  }

  /** Asks for the text, and resolves with the answer: by then all that was sent before has been judged. Rejects when the socket ends instead. */
  async answer(): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    const awaited = this.#answers + 1;
    this.send(sync(STEP.vector, Y.encodeStateVector(this.replica)));
    while (this.#answers < awaited) {
      const ending = await Promise.race([once(this.socket, 'message'), this.ended]);
      if ('code' in ending) throw new Error(`the socket was closed with ${ending.code}: ${ending.reason}`);
    }
  }

  leave(): void {
    this.socket.terminate();
  }

  #hear(message: Buffer): void {
    this.heard.push(message);
    const decoder = decoding.createDecoder(message);
    if (decoding.readVarUint(decoder) !== MESSAGE.sync) return;
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === STEP.vector) {
      if (!this.isMute) this.send(sync(STEP.answer, EMPTY_UPDATE));
    } else Y.applyUpdate(this.replica, body);
    if (step === STEP.answer) this.#answers += 1;
  }
}
