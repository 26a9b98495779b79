import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { MESSAGE } from '../domain/protocol.ts';

/*
 * The server's messages as they go over the wire: a websocket frame each (RFC 6455, §5.2: whole, binary, not
 * masked), made once for however many sockets it goes to.
 */

/** Frames a message. */
export function frame(message: Uint8Array): Uint8Array {
  const { length } = message;
  const head = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10;
  const framed = Buffer.allocUnsafe(head + length);
  framed[0] = 0x82;
  if (head === 2) framed[1] = length;
  else if (head === 4) {
    framed[1] = 126;
    framed.writeUInt16BE(length, 2);
  } else {
    framed[1] = 127;
    framed.writeBigUInt64BE(BigInt(length), 2);
  }
  framed.set(message, head);
  return framed;
}

function syncFrame(step: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
  return frame(encoding.toUint8Array(encoder));
}

/** Asks a client for what it has beyond this state vector. */
export const syncStep1Frame = (stateVector: Uint8Array) => syncFrame(messageYjsSyncStep1, stateVector);

/** The last of what a client lacks: it is synced. */
export const syncStep2Frame = (update: Uint8Array) => syncFrame(messageYjsSyncStep2, update);

export const updateFrame = (update: Uint8Array) => syncFrame(messageYjsUpdate, update);

export function awarenessFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, update);
  return frame(encoding.toUint8Array(encoder));
}
