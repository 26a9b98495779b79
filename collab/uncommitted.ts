import { LIMITS } from '../domain/protocol.ts';

type Sent = { bytes: number; receivedAtMs: number };

/** The messages of one connection with content, as counted by its client, that are not committed yet. */
export class Uncommitted {
  readonly #sent = new Map<number, Sent>();
  #bytes = 0;
  #count = 0;

  /** Counts a message; returns its number. */
  add(bytes: number, receivedAtMs: number): number {
    this.#count += 1;
    this.#bytes += bytes;
    this.#sent.set(this.#count, { bytes, receivedAtMs });
    return this.#count;
  }

  /** The message of this number is committed. Returns when it had come in, or null where it was known already. */
  settle(count: number): number | null {
    const sent = this.#sent.get(count);
    if (!sent) return null;
    this.#sent.delete(count);
    this.#bytes -= sent.bytes;
    return sent.receivedAtMs;
  }

  /** Up to which number everything is committed. */
  get saved(): number {
    for (const first of this.#sent.keys()) return first - 1;
    return this.#count;
  }

  get size(): number {
    return this.#sent.size;
  }

  get isTooMuch(): boolean {
    return this.#sent.size > LIMITS.uncommittedUpdates || this.#bytes > LIMITS.uncommittedBytes;
  }

  /** Little enough to read on: below what stops the reading, so that it does not stop again at once. */
  get isLittle(): boolean {
    return this.#sent.size <= LIMITS.uncommittedUpdates / 2 && this.#bytes <= LIMITS.uncommittedBytes / 2;
  }
}
