import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { SectionOutline } from './document/outline.ts';

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
  hello: 102,
  outline: 103,
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

/** What one socket, and one person on one node, may do. */
export const LIMITS = {
  /** The largest message, in bytes. */
  messageBytes: 4 * 1024 * 1024,
  /** What one update may add, in stretches of what one client did in one place without a break, and may say to be deleted. */
  stretches: 50_000,
  deletions: 500_000,
  /** The largest state vector, in bytes: of some thirty thousand clients. */
  vectorBytes: 256 * 1024,
  /** What a socket may send, averaged over `rateSeconds`: messages and bytes a second. */
  messagesPerSecond: 10_000,
  bytesPerSecond: 4 * 1024 * 1024,
  rateSeconds: 10,
  /** Of the time of one node, what one person may take, averaged likewise, in milliseconds a second. */
  workMsPerSecond: 500,
  /** Sockets of one person on one node: a section each, in however many tabs. */
  socketsPerPerson: 100,
  /** Updates, and bytes of them, that one socket may have uncommitted before the server stops reading from it for a while. */
  uncommittedUpdates: 256,
  uncommittedBytes: 1024 * 1024,
  /** What may wait to be sent to one socket, in bytes, before it is left out and brought up to date afterwards. */
  unsentBytes: 1024 * 1024,
} as const;

const NOTICE_CODES = ['refused', 'rights_changed', 'removed'] as const;

/** The server's first message: the schema it writes, its name for this socket (as in its log), and what this person may do. */
export type Hello = { schema: number; connection: string; mayWrite: boolean; why: string | null };

/** What of another section of the report has numbers, by which the numbers here go on. */
export type OutlineOf = { sectionId: string; outline: SectionOutline };

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

export const encodeNotice = (notice: Notice): Uint8Array => encodeJson(MESSAGE.notice, notice);
export const encodeHello = (hello: Hello): Uint8Array => encodeJson(MESSAGE.hello, hello);
export const encodeOutline = (outline: OutlineOf): Uint8Array => encodeJson(MESSAGE.outline, outline);

function encodeJson(kind: number, value: object): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarString(encoder, JSON.stringify(value));
  return encoding.toUint8Array(encoder);
}

// By hand and not with zod, which every tab that writes would load for these few fields.
function readFields(decoder: decoding.Decoder): Record<string, unknown> {
  const said: unknown = JSON.parse(decoding.readVarString(decoder));
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}

/** Reads the body of a `notice` message, its kind already read. Throws TypeError on any other shape. */
export function readNotice(decoder: decoding.Decoder): Notice {
  const { code, message } = readFields(decoder);
  const known = NOTICE_CODES.find((name) => name === code);
  if (!known || typeof message !== 'string') throw new TypeError('this is no notice');
  return { code: known, message };
}

/** Reads the body of a `hello` message, its kind already read. Throws TypeError on any other shape. */
export function readHello(decoder: decoding.Decoder): Hello {
  const { schema, connection, mayWrite, why } = readFields(decoder);
  if (typeof schema !== 'number' || typeof connection !== 'string' || typeof mayWrite !== 'boolean')
    throw new TypeError('this is no hello');
  return { schema, connection, mayWrite, why: typeof why === 'string' ? why : null };
}

const OUTLINE_LISTS = [
  'paragraphs',
  'headings',
  'recommendations',
  'tables',
  'figures',
  'footnotes',
] as const;

/** Reads the body of an `outline` message, its kind already read. Throws TypeError on any other shape. */
export function readOutline(decoder: decoding.Decoder): OutlineOf {
  const { sectionId, outline } = readFields(decoder);
  const lists = typeof outline === 'object' && outline !== null ? (outline as Record<string, unknown>) : {};
  if (typeof sectionId !== 'string' || OUTLINE_LISTS.some((name) => !Array.isArray(lists[name])))
    throw new TypeError('this is no outline');
  return { sectionId, outline: outline as SectionOutline }; // our own server derived it
}
