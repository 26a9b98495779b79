import * as encoding from 'lib0/encoding';
import { writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync';
import type * as Y from 'yjs';
import { MESSAGE } from '../domain/protocol.ts';

/** y-websocket's messages, each framed once for however many sockets it goes to. */
function frame(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** Asks a client for what it has beyond `ydoc`. */
export const syncStep1Frame = (ydoc: Y.Doc) =>
  frame(MESSAGE.sync, (encoder) => writeSyncStep1(encoder, ydoc));

/** Answers a client that has what `stateVector` says. */
export const syncStep2Frame = (ydoc: Y.Doc, stateVector: Uint8Array) =>
  frame(MESSAGE.sync, (encoder) => writeSyncStep2(encoder, ydoc, stateVector));

export const updateFrame = (update: Uint8Array) =>
  frame(MESSAGE.sync, (encoder) => writeUpdate(encoder, update));

export const awarenessFrame = (update: Uint8Array) =>
  frame(MESSAGE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, update));
