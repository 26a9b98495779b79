/**
 * The least that a server for many writers can do: pass each message on to everybody else in the room, reading
 * nothing. `node relay-process.ts PORT plain` writes each at once; `… batched` writes once per socket and turn of
 * the event loop, echo included, which is the least that any server can write.
 */
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

const [port, kind] = process.argv.slice(2);
const rooms = new Map<string, Map<WebSocket, Duplex>>();
const waiting = new Map<string, Buffer[]>();
const sockets = new WebSocketServer({ noServer: true });
const server = createServer();

server.on('upgrade', (request, duplex, head) => {
  sockets.handleUpgrade(request, duplex, head, (socket) => {
    const name = request.url ?? '';
    const room = rooms.get(name) ?? new Map<WebSocket, Duplex>();
    rooms.set(name, room.set(socket, duplex));
    socket.on('close', () => room.delete(socket));
    socket.on('message', (message: Buffer) => {
      if (kind === 'batched') gather(name, message);
      else for (const other of room.keys()) if (other !== socket) other.send(message);
    });
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));

function gather(name: string, message: Buffer): void {
  if (waiting.size === 0) setImmediate(writeAll);
  const batch = waiting.get(name);
  if (batch) batch.push(headerOf(message.length), message);
  else waiting.set(name, [headerOf(message.length), message]);
}

function writeAll(): void {
  for (const [name, batch] of waiting) {
    const bytes = Buffer.concat(batch);
    for (const duplex of rooms.get(name)?.values() ?? []) duplex.write(bytes);
  }
  waiting.clear();
}

/** The header of a binary websocket frame from a server (RFC 6455, 5.2): final, and not masked. */
function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([0x82, length]);
  if (length < 65536) return Buffer.from([0x82, 126, length >> 8, length & 0xff]);
  const header = Buffer.alloc(10);
  header[0] = 0x82;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
