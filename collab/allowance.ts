import { LIMITS } from '../domain/protocol.ts';

/** What one socket has sent, against what it may send. */
export class Allowance {
  #since: number;
  #messages = 0;
  #bytes = 0;

  constructor(nowMs: number) {
    this.#since = nowMs;
  }

  /** Counts a message; false where the socket has sent too many, or too much, lately. */
  spend(bytes: number, nowMs: number): boolean {
    if (nowMs - this.#since >= LIMITS.rateSeconds * 1000) {
      this.#since = nowMs;
      this.#messages = 0;
      this.#bytes = 0;
    }
    this.#messages += 1;
    this.#bytes += bytes;
    return (
      this.#messages <= LIMITS.messagesPerSecond * LIMITS.rateSeconds &&
      this.#bytes <= LIMITS.bytesPerSecond * LIMITS.rateSeconds
    );
  }
}
