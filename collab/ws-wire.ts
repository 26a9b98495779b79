import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Wire } from './live.ts';

/** A close frame carries at most 123 bytes of reason. */
const MAX_REASON_BYTES = 123;

/**
 * The wire of a ws socket without extensions. Frames are written past ws, straight to `stream`, the socket of the
 * upgrade: they are framed already. What is written in one turn goes out in one write.
 */
export function wireOf(socket: WebSocket, stream: Duplex): Wire {
  let isCorked = false;
  return {
    write(frame) {
      if (socket.readyState !== socket.OPEN || stream.destroyed) return;
      if (!isCorked) {
        isCorked = true;
        stream.cork();
        process.nextTick(() => {
          isCorked = false;
          stream.uncork();
        });
      }
      stream.write(frame);
    },
    get unsentBytes() {
      return stream.writableLength;
    },
    whenSent(callback) {
      if (stream.writableNeedDrain) stream.once('drain', callback);
      else setImmediate(callback);
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close(code, reason) {
      const bytes = Buffer.from(reason).subarray(0, MAX_REASON_BYTES);
      socket.close(code, bytes.toString().replace(/\uFFFD+$/, ''));
    },
  };
}
