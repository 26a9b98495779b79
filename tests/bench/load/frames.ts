import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { MESSAGE } from '../../../domain/protocol.ts';
import type { Address } from '../peers/peer.ts';

/** Hocuspocus's own kinds of message: an answer to a sync message, and that an update was taken. */
const HOCUSPOCUS_SYNC_REPLY = 4;
const HOCUSPOCUS_SYNC_STATUS = 8;

/** A message of the server, as far as the load reads it. `body` is a view on the message. */
export type Heard =
  | { kind: 'step1' | 'step2' | 'update'; body: Uint8Array }
  /** `count` messages are said to be taken: all so far of the connection, or one more. */
  | { kind: 'saved' | 'one_more_saved'; count: number }
  | { kind: 'other' };

/** y-websocket's messages as one address wants them. */
export class Frames {
  readonly #prefix: Uint8Array;

  constructor({ dialect, room }: Address) {
    const encoder = encoding.createEncoder();
    if (dialect === 'hocuspocus') encoding.writeVarString(encoder, room);
    this.#prefix = encoding.toUint8Array(encoder);
  }

  step1 = (stateVector: Uint8Array): Uint8Array => this.#sync(messageYjsSyncStep1, stateVector);
  step2 = (update: Uint8Array): Uint8Array => this.#sync(messageYjsSyncStep2, update);
  update = (update: Uint8Array): Uint8Array => this.#sync(messageYjsUpdate, update);

  /** What Hocuspocus wants first: a token, which it does not look at unless told to. */
  token(): Uint8Array {
    return this.#frame(MESSAGE.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'nobody looks at this');
    });
  }

  read(message: Uint8Array): Heard {
    const decoder = decoding.createDecoder(message);
    decoder.pos = this.#prefix.length;
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync || (kind === HOCUSPOCUS_SYNC_REPLY && this.#prefix.length > 0)) {
      const step = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      if (step === messageYjsUpdate) return { kind: 'update', body };
      return { kind: step === messageYjsSyncStep1 ? 'step1' : 'step2', body };
    }
    if (kind === MESSAGE.saved) return { kind: 'saved', count: decoding.readVarUint(decoder) };
    if (kind === HOCUSPOCUS_SYNC_STATUS && this.#prefix.length > 0)
      return { kind: 'one_more_saved', count: decoding.readVarUint(decoder) };
    return { kind: 'other' };
  }

  #sync(step: number, body: Uint8Array): Uint8Array {
    return this.#frame(MESSAGE.sync, (encoder) => {
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, body);
    });
  }

  #frame(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeUint8Array(encoder, this.#prefix);
    encoding.writeVarUint(encoder, kind);
    write(encoder);
    return encoding.toUint8Array(encoder);
  }
}
