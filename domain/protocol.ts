import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * The messages on a section's websocket. The first byte-varint names the kind: 0 to 3 are y-websocket's own
 * (sync, awareness, auth, query awareness), so that any unmodified y-websocket client works; ours follow.
 */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  saved: 100,
  notice: 101,
} as const;

/** Why the server closes a section's socket. 4400–4499: y-websocket does not reconnect by itself. */
export const CLOSE = {
  malformed: 4400,
  notSignedIn: 4401,
  forbidden: 4403,
  notFound: 4404,
  refused: 4409,
  tooLarge: 4413,
  /** Rights, stage or membership changed: come back, and be judged anew. */
  rightsChanged: 4423,
  schemaBehind: 4426,
  tooMany: 4429,
  /** Going away; y-websocket reconnects by itself. */
  restarting: 1012,
  unavailable: 1013,
} as const;

/** The largest message that a section's socket takes, in bytes. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

const NOTICE_CODES = ['refused', 'rights_changed', 'removed', 'stage_changed', 'text_replaced'] as const;

/** What the server tells about a refusal or a change of rights, just before it closes the socket. */
export type Notice = { code: (typeof NOTICE_CODES)[number]; message: string };

/** `saved`: of this connection's sync-step-2 and update messages, the first `count` are committed in Postgres. */
export function encodeSaved(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.saved);
  encoding.writeVarUint(encoder, count);
  return encoding.toUint8Array(encoder);
}

/** Reads the body of a `saved` message, its kind already read. */
export function readSaved(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder);
}

export function encodeNotice(notice: Notice): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.notice);
  encoding.writeVarString(encoder, JSON.stringify(notice));
  return encoding.toUint8Array(encoder);
}

/** Reads the body of a `notice` message, its kind already read. Throws TypeError on any other shape. */
export function readNotice(decoder: decoding.Decoder): Notice {
  const said: unknown = JSON.parse(decoding.readVarString(decoder));
  // By hand and not with zod, which every tab that writes would load for these two fields.
  const { code, message } =
    typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
  const known = NOTICE_CODES.find((name) => name === code);
  if (!known || typeof message !== 'string') throw new TypeError('this is no notice');
  return { code: known, message };
}
