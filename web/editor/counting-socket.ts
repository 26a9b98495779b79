import { MESSAGE } from '../../domain/protocol.ts';

/**
 * A WebSocket that tells of each message with content that it sends: sync step 2 (1) and update (2). What
 * y-websocket would send before it has answered the server's question with step 2 is left out, since that answer
 * has it all: alone, it would be built on what was typed offline, and the server could not place it.
 */
export function countingSocket(onSent: (what: 'step_2' | 'update') => void): typeof WebSocket {
  return class extends WebSocket {
    #hasAnswered = false;

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const kind = data instanceof Uint8Array && data[0] === MESSAGE.sync ? data[1] : null;
      if (kind === 2 && !this.#hasAnswered) return;
      super.send(data);
      if (kind === 1) {
        this.#hasAnswered = true;
        onSent('step_2');
      }
      if (kind === 2) onSent('update');
    }
  };
}
