import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Wire } from './live.ts';

/** A close frame carries at most 123 bytes of reason. */
const MAX_REASON_BYTES = 123;

/**
 * Makes the wires of a server's sockets. Frames are written past ws, straight to `stream`, the socket of the upgrade:
 * they are framed already. What one socket is sent in one turn goes out in one write.
 */
export function createWires(): (socket: WebSocket, stream: Duplex) => Wire {
  const waiting: (() => void)[] = [];
  const flush = () => {
    for (const write of waiting.splice(0)) write();
  };
  const soon = (write: () => void) => {
    if (waiting.push(write) === 1) process.nextTick(flush);
  };
  return (socket, stream) => wireOf(socket, stream, soon);
}

function wireOf(socket: WebSocket, stream: Duplex, soon: (write: () => void) => void): Wire {
  let frames: Uint8Array[] = [];
  let waitingBytes = 0;
  /** How many have it paused. */
  let pauses = 0;
  const flush = () => {
    const now = frames;
    frames = [];
    waitingBytes = 0;
    if (socket.readyState !== socket.OPEN || stream.destroyed) return;
    if (now.length > 1) stream.cork();
    for (const frame of now) stream.write(frame);
    if (now.length > 1) stream.uncork();
  };
  return {
    write(frame) {
      if (socket.readyState !== socket.OPEN) return;
      waitingBytes += frame.length;
      if (frames.push(frame) === 1) soon(flush);
    },
    get unsentBytes() {
      return stream.writableLength + waitingBytes;
    },
    whenSent(callback) {
      if (stream.writableNeedDrain) stream.once('drain', callback);
      else setImmediate(callback);
    },
    pause() {
      pauses += 1;
      if (pauses === 1) socket.pause();
    },
    resume() {
      pauses -= 1;
      if (pauses === 0) socket.resume();
    },
    close(code, reason) {
      flush(); // what was said before
      const bytes = Buffer.from(reason).subarray(0, MAX_REASON_BYTES);
      socket.close(code, bytes.toString().replace(/\uFFFD+$/, ''));
    },
  };
}
