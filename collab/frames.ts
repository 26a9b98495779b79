import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { MESSAGE } from '../domain/protocol.ts';

/*
 * The server's messages as they go over the wire: a websocket frame each (RFC 6455, §5.2: whole, binary, not
 * masked), made once for however many sockets it goes to.
 */

/** Frames a message, which may be in parts. */
export function frame(...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
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
  let at = head;
  for (const part of parts) {
    framed.set(part, at);
    at += part.length;
  }
  return framed;
}

function syncFrame(step: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint(encoder, body.length);
  return frame(encoding.toUint8Array(encoder), body); // which may be long, and is copied once
}

/** Asks a client for what it has beyond this state vector. */
export const syncStep1Frame = (stateVector: Uint8Array) => syncFrame(messageYjsSyncStep1, stateVector);

/** The last of what a client lacks: it is synced. */
export const syncStep2Frame = (update: Uint8Array) => syncFrame(messageYjsSyncStep2, update);

export const updateFrame = (update: Uint8Array) => syncFrame(messageYjsUpdate, update);

export function awarenessFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint(encoder, update.length);
  return frame(encoding.toUint8Array(encoder), update);
}
