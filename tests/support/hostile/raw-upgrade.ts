import { createConnection, type Socket } from 'node:net';
import { SCHEMA_VERSION } from '../../../domain/document/schema.ts';
import { USER_HEADER } from '../collab.ts';

/** A TCP connection that asks for a websocket in so many words, and speaks it by hand. */
export type RawSocket = {
  socket: Socket;
  /** Of the server's answer; null: it ended without one. */
  status: number | null;
  /** What came behind the answer so far: frames. */
  heard(): Buffer;
  /** Resolves when the server has ended the connection. */
  ended: Promise<void>;
};

export type RawRequest = {
  /** What stands in the first line. */
  target: string;
  headers?: Record<string, string>;
};

/** The target of a section's socket. */
export const targetOf = (sectionId: string): string =>
  `/collab/${sectionId}?schema=${SCHEMA_VERSION}&saved=1`;

/** Who is asking, for `RawRequest`. */
export const asUser = (userId: string): Record<string, string> => ({ [USER_HEADER]: userId });

/** Sends a request for an upgrade as it stands, and resolves with what came back. */
export async function askRaw(url: string, { target, headers = {} }: RawRequest): Promise<RawSocket> {
  const { port, hostname } = new URL(url);
  const socket = createConnection({ port: Number(port), host: hostname });
  socket.on('error', () => undefined); // the end that follows says it
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const all = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
  let received = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      if (received.includes('\r\n\r\n')) resolve();
    });
    socket.once('close', () => resolve());
  });
  const status = /^HTTP\/1\.1 (\d+)/.exec(received.toString('latin1'))?.[1];
  return {
    socket,
    status: status === undefined ? null : Number(status),
    heard: () => received.subarray(received.indexOf('\r\n\r\n') + 4),
    ended,
  };
}

/** A frame of a client, put together by hand: `first` holds the flags and the kind. `length` may be a lie. */
export function clientFrame(
  first: number,
  payload: Uint8Array,
  { isMasked = true, length = payload.length } = {},
): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([first, mask | length])
      : Buffer.concat([Buffer.from([first, mask | 127]), bigEndian(length)]);
  // Masked with zeros, which leaves it as it is.
  return Buffer.concat([head, ...(isMasked ? [Buffer.alloc(4)] : []), payload]);
}

function bigEndian(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}
