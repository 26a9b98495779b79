import { LIMITS } from '../domain/protocol.ts';

/** How much of a node's time each person has taken lately, on however many sockets and however often they came back. */
export class Effort {
  readonly #taken = new Map<string, { sinceMs: number; ms: number }>();

  /** Notes that what `userId` sent was worked on from one moment to another; false where that is more than one may take. */
  spend(userId: string, fromMs: number, toMs: number): boolean {
    const known = this.#taken.get(userId);
    const isLately = known && toMs - known.sinceMs < LIMITS.rateSeconds * 1000;
    const taken = isLately ? known : { sinceMs: fromMs, ms: 0 };
    taken.ms += toMs - fromMs;
    this.#taken.set(userId, taken);
    return taken.ms <= LIMITS.workMsPerSecond * LIMITS.rateSeconds;
  }

  /** Forgets those who have sent nothing lately. */
  forget(nowMs: number): void {
    for (const [userId, { sinceMs }] of this.#taken)
      if (nowMs - sinceMs >= LIMITS.rateSeconds * 1000) this.#taken.delete(userId);
  }
}
