import * as decoding from 'lib0/decoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Person } from '../db/access.ts';
import { SCHEMA_VERSION } from '../domain/document/schema.ts';
import {
  CLOSE,
  encodeHello,
  encodeNotice,
  encodeSaved,
  LIMITS,
  MESSAGE,
  type Notice,
} from '../domain/protocol.ts';
import type { Verdict } from '../domain/workflow/permissions.ts';
import { Allowance } from './allowance.ts';
import type { Identity } from './awareness.ts';
import { frame } from './frames.ts';
import type { Live, Wire } from './live.ts';
import type { RefusalReason } from './meters.ts';
import type { Room } from './room.ts';
import { Uncommitted } from './uncommitted.ts';

/** As a sequence number: the client was sent no row at all. */
const HAS_NOTHING = -1;

/** A message with content: sync step 2, which answers what the server asked for, or an update. */
export type Content = { update: Uint8Array; count: number; isAnswer: boolean };

/** One person's socket on one section. */
export class Connection {
  readonly id = crypto.randomUUID();
  readonly person: Person;
  readonly identity: Identity;
  /** What the rules said when the socket was opened; a change of rights closes it. */
  readonly mayWrite: Verdict;
  /** Whether the client understands our own messages. */
  readonly understands: boolean;
  /** What depends on something that only an answer of the client to our sync step 1 may bring. */
  readonly held: Content[] = [];
  /** How many such answers are still to come. */
  awaited = 1;
  readonly #live: Live;
  readonly #wire: Wire;
  readonly #room: Room;
  readonly #allowance: Allowance;
  readonly #uncommitted = new Uncommitted();
  #saved = 0;
  #isPaused = false;
  #isOver = false;
  /** Whether a question for the text waits for its answer. */
  #isAsking = false;
  /** The log's sequence number up to which this client was sent everything, while it takes too long to take more. */
  #behindSince: number | null = null;

  constructor(
    live: Live,
    wire: Wire,
    room: Room,
    { person, mayWrite, understands }: { person: Person; mayWrite: Verdict; understands: boolean },
  ) {
    this.#live = live;
    this.#wire = wire;
    this.#room = room;
    this.person = person;
    this.mayWrite = mayWrite;
    this.understands = understands;
    this.#allowance = new Allowance(live.now());
    this.identity = { userId: person.userId, name: person.name, code: person.code, tone: person.tone };
    const why = mayWrite.allowed ? null : mayWrite.why;
    if (understands)
      this.send(frame(encodeHello({ schema: SCHEMA_VERSION, connection: this.id, mayWrite: !why, why })));
  }

  /** True once it was ended, from whichever side. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes one message of the client. Bytes that are no message of the protocol close the socket. */
  take(message: Uint8Array): void {
    if (this.#isOver) return;
    this.#live.traffic.receivedBytes += message.length;
    if (message.length > LIMITS.messageBytes) {
      this.#endTooLarge('The last change was not saved: it is larger than 4 MB. Paste long text in parts.');
      return;
    }
    if (!this.#allowance.spend(message.length, this.#live.now())) {
      this.refuseTooFast();
      return;
    }
    try {
      const decoder = decoding.createDecoder(message);
      const kind = decoding.readVarUint(decoder);
      if (kind === MESSAGE.sync) this.#takeSync(decoder);
      else if (kind === MESSAGE.awareness) this.#room.carets.take(this, bytesOf(decoder));
      else if (kind === MESSAGE.queryAwareness) this.#takeQuestion(decoder);
      else throw new RangeError(`no message is of kind ${kind}`);
    } catch {
      this.refuseMalformed();
    }
  }

  /** Sends a frame; one of the text is left out while the client is behind, and made up for later. */
  send(bytes: Uint8Array): void {
    if (this.#isOver || this.#behindSince !== null) return;
    if (this.#wire.unsentBytes > LIMITS.unsentBytes) {
      this.#fallBehind();
      return;
    }
    this.#write(bytes);
  }

  /** Sends our sync step 1, also while the client is behind: what it has to say waits for it. */
  ask(question: Uint8Array): void {
    if (!this.#isOver) this.#write(question);
  }

  /** Keeps a message until the client's answer is there, and reads on for it. */
  hold(content: Content): void {
    const heldBytes = this.held.reduce((sum, { update }) => sum + update.length, content.update.length);
    if (this.held.length >= LIMITS.uncommittedUpdates || heldBytes > LIMITS.messageBytes) {
      // All of it is in the answer that it gives when it has come back.
      const why = 'This page did not answer for a while. Connecting again.';
      this.comeBack(why);
      return;
    }
    this.held.push(content);
    this.#readOn();
  }

  /** Sends the answer to the client's sync step 1: with its last frame it is synced. */
  answer(frames: Uint8Array[]): void {
    this.#isAsking = false;
    if (this.#isOver) return;
    // Else somebody who asks and reads nothing would have us keep one text for each question.
    if (this.#behindSince === null && this.#wire.unsentBytes > LIMITS.unsentBytes) this.#fallBehind();
    if (this.#behindSince !== null) this.#behindSince = HAS_NOTHING;
    else for (const bytes of frames) this.#write(bytes);
  }

  /** This message is committed, or had nothing new in it. */
  settled(count: number): void {
    const receivedAtMs = this.#uncommitted.settle(count);
    if (receivedAtMs !== null) this.#live.traffic.acknowledged((this.#live.now() - receivedAtMs) / 1000);
  }

  /** Tells the client how many of its messages are committed, when that are more than it knows of. */
  tellSaved(): void {
    if (this.#uncommitted.isLittle) this.#readOn();
    const { saved } = this.#uncommitted;
    if (saved === this.#saved || this.#behindSince !== null || this.#isOver) return;
    if (this.understands) this.send(frame(encodeSaved(saved)));
    if (this.#behindSince === null) this.#saved = saved; // else it was left out, and is told later
  }

  /** The last update cannot stand; `why` completes the sentence “Not saved, because …”. */
  refuse(reason: RefusalReason, why: string): void {
    const close = reason === 'too_large' ? CLOSE.tooLarge : CLOSE.refused;
    this.end(close, 'refused', reason, `The last change was not saved: ${why}.`);
  }

  /** Nothing is refused, and nothing can be done with the client as it is: it is to connect anew. */
  comeBack(why: string): void {
    this.end(CLOSE.unavailable, 'rights_changed', 'unavailable', why);
  }

  /** What the client sent is no message of the protocol. */
  refuseMalformed(): void {
    const why = 'The server could not read what this page sent. Reload the page.';
    this.end(CLOSE.malformed, 'refused', 'malformed', why);
  }

  /** The client sends more than the server takes from one. */
  refuseTooFast(): void {
    const why = 'This page sent more than the server takes. Wait a minute, and reload it.';
    this.end(CLOSE.tooMany, 'refused', 'too_fast', why);
  }

  /** Says why, and closes. `reason`: what it is counted as; null where nothing is refused. */
  end(close: number, code: Notice['code'], reason: RefusalReason | null, message: string): void {
    if (this.#isOver) return;
    if (this.understands) this.#write(frame(encodeNotice({ code, message })));
    this.#isOver = true;
    if (reason) this.#live.traffic.refused(reason);
    // Not the message: it may quote the text.
    this.#live.log.info(
      { connection: this.id, section: this.#room.sectionId, close, reason: reason ?? code },
      'sent away',
    );
    this.#room.remove(this);
    this.#readOn(); // else its own close would never be read
    this.#wire.close(close, message);
  }

  /** The socket is gone. */
  gone(): void {
    this.#isOver = true;
    this.#room.remove(this);
  }

  #readOn(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#wire.resume();
  }

  #write(bytes: Uint8Array): void {
    this.#live.traffic.sentFrames += 1;
    this.#live.traffic.sentBytes += bytes.length;
    this.#wire.write(bytes);
  }

  #fallBehind(): void {
    this.#behindSince = this.#room.cursor;
    this.#wire.whenSent(() => {
      this.#catchUp().catch((error: unknown) => {
        this.#live.log.error({ err: error }, 'a slow client could not be brought up to date; it comes back');
        const why = 'The text could not be read. Connecting again.';
        this.comeBack(why);
      });
    });
  }

  /** Sends what was left out, merged; then what was committed while that was read, until nothing was. */
  async #catchUp(): Promise<void> {
    while (this.#behindSince !== null && !this.#isOver) {
      const since = this.#behindSince;
      const missed = await this.#room.framesAfter(since);
      if (!missed) return; // nobody is in the room any more
      if (this.#behindSince !== since) continue; // it asked for the whole text meanwhile
      for (const bytes of missed.frames) this.#write(bytes);
      this.#behindSince = missed.head;
      if (this.#wire.unsentBytes > LIMITS.unsentBytes)
        await new Promise<void>((resolve) => this.#wire.whenSent(resolve));
      if (this.#behindSince < this.#room.cursor) continue;
      this.#behindSince = null;
      this.#live.traffic.resynced();
      this.#room.carets.sendTo(this);
      this.tellSaved();
    }
  }

  #takeSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const body = bytesOf(decoder);
    if (step === messageYjsSyncStep1) {
      if (body.length > LIMITS.vectorBytes) {
        this.#endTooLarge('This page knows of too many others. Reload it.');
        return;
      }
      Y.decodeStateVector(body); // throws here, and not where the room answers, for whatever is none
      void this.#join(body);
      return;
    }
    if (step !== messageYjsSyncStep2 && step !== messageYjsUpdate)
      throw new RangeError(`no sync message is of step ${step}`);
    const count = this.#uncommitted.add(body.length, this.#live.now());
    this.#room.receive(this, { update: body, count, isAnswer: step === messageYjsSyncStep2 });
    // What is held waits for a message that has yet to be read.
    if (!this.#isPaused && !this.#isOver && this.held.length === 0 && this.#uncommitted.isTooMuch) {
      this.#isPaused = true;
      this.#wire.pause();
    }
  }

  /** Asks for the text, once for all the questions of one turn: who has less than it says gets what it lacked before. */
  async #join(vector: Uint8Array): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.#live.turn();
    if (!this.#isOver) this.#room.join(this, vector);
  }

  #endTooLarge(why: string): void {
    this.end(CLOSE.tooLarge, 'refused', 'too_large', why);
  }

  #takeQuestion(decoder: decoding.Decoder): void {
    mustEnd(decoder);
    this.#room.carets.sendTo(this);
  }
}

/** The rest of a message, which is bytes and nothing after them. */
function bytesOf(decoder: decoding.Decoder): Uint8Array {
  const bytes = decoding.readVarUint8Array(decoder);
  mustEnd(decoder);
  return bytes;
}

function mustEnd(decoder: decoding.Decoder): void {
  if (decoding.hasContent(decoder)) throw new RangeError('something follows the end of the message');
}
