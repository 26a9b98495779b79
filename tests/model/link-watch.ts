import * as decoding from 'lib0/decoding';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import { isMoreThanFormat } from '../../collab/updates.ts';
import { CLOSE, LIMITS, MESSAGE, readSaved } from '../../domain/protocol.ts';
import type { Truth } from './truth.ts';
import type { Witness } from './witness.ts';

/**
 * The frames that may wait for one client: what fits under `LIMITS.unsentBytes` where each counts 300 kB, and the
 * few that are not left out: the answer to its question, what it missed, and why it is closed.
 */
const MOST_WAITING = Math.ceil(LIMITS.unsentBytes / 300_000) + 6;

/** Frames of which it was seen already that all in them is committed: one goes to many. */
const committedFrames = new WeakSet<Uint8Array>();

/** Looks at everything that the server sends over one socket, in the moment in which it writes it. */
export class LinkWatch {
  /** The client did on purpose what it may not: whatever it is refused for, it deserves. */
  isForged = false;
  /** All that the client has, where its person has typed some of it; null where not. */
  typed: () => Uint8Array | null = () => null;
  readonly #truth: Truth;
  readonly #witness: Witness;
  readonly #userId: string;
  /** What the client sent, by number. */
  readonly #sent: Uint8Array[] = [];
  #arrived = 0;
  #saved = 0;
  #mayWrite = true;
  /** How often the server asked for what the client has: a few bytes, which nothing holds back. */
  #questions = 0;
  readonly #rights: () => number;
  readonly #rightsAtFirst: number;

  /** `rights`: a number that changes whenever somebody may do more or less. */
  constructor(truth: Truth, witness: Witness, rights: () => number, userId: string) {
    this.#rights = rights;
    this.#rightsAtFirst = rights();
    this.#truth = truth;
    this.#witness = witness;
    this.#userId = userId;
  }

  get sentCount(): number {
    return this.#sent.length;
  }

  admitted(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
  }

  sent(update: Uint8Array): void {
    this.#sent.push(update);
  }

  arrived(message: Uint8Array): void {
    if (isContent(message)) this.#arrived += 1;
  }

  wrote(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(bodyOf(frame));
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.saved) this.#toldSaved(readSaved(decoder));
    if (kind !== MESSAGE.sync) return;
    if (decoding.readVarUint(decoder) === messageYjsSyncStep1) {
      this.#questions += 1;
      return;
    }
    if (committedFrames.has(frame)) return;
    const lack = this.#truth.lackOf(decoding.readVarUint8Array(decoder));
    if (lack) this.#witness.breaks('SYNC2', `${this.#userId} is sent what is not committed: ${lack}`);
    committedFrames.add(frame);
  }

  /** So many frames wait for the client in the server's memory. */
  waits(frames: number): void {
    if (frames > MOST_WAITING + this.#questions)
      this.#witness.breaks('SYNC8', `${frames} frames wait for ${this.#userId}`);
    if (frames > 3) this.#witness.count('frames that waited');
  }

  closing(code: number, reason: string): void {
    this.#witness.count(`closed with ${code}`);
    if (this.isForged) return;
    if (code === CLOSE.rightsChanged) {
      if (this.#rights() === this.#rightsAtFirst)
        this.#witness.breaks('GATE6', `${this.#userId} was sent away with every right: ${reason}`);
    } else if (code >= 4400 && code < 4500 && code !== CLOSE.forbidden) {
      if (this.#mayWrite)
        this.#witness.breaks('GATE6', `${this.#userId} was refused an honest edit: ${reason}`);
      else if (!this.#hasUncommitted())
        this.#witness.breaks('GATE6', `${this.#userId}, who only reads, was refused: ${reason}`);
    }
  }

  #hasUncommitted(): boolean {
    const typed = this.typed();
    return typed !== null && this.#truth.lackOf(typed) !== null;
  }

  #toldSaved(count: number): void {
    if (count < this.#saved) this.#witness.breaks('SYNC3', `saved went from ${this.#saved} to ${count}`);
    if (count > this.#arrived) this.#witness.breaks('SYNC3', `${count} are saved of ${this.#arrived}`);
    // What a reader's replica tidied up is never taken in, and is nothing to lose.
    const counts = this.#mayWrite ? undefined : isMoreThanFormat;
    for (const update of this.#sent.slice(this.#saved, count)) {
      const lack = this.#truth.lackOf(update, counts);
      if (lack) this.#witness.breaks('SYNC3', `${this.#userId} was told that it is saved: ${lack}`);
    }
    this.#saved = count;
  }

  get saved(): number {
    return this.#saved;
  }
}

/** The message in a websocket frame (RFC 6455, 5.2) as a server writes it. */
export function bodyOf(frame: Uint8Array): Uint8Array {
  const length = frame[1] ?? 0;
  return frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10);
}

/** Whether the server counts a message: sync step 2 or an update. */
function isContent(message: Uint8Array): boolean {
  return message[0] === MESSAGE.sync && message[1] !== messageYjsSyncStep1;
}
