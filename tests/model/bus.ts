import type { Seeded } from '../support/seeded.ts';
import type { Scheduler } from './scheduler.ts';

/** How well the nodes hear each other: shares of the messages that get lost, and that come twice. */
export type Noise = { lost: number; doubled: number; delayMs: number };

/** Redis, as far as nodes know of it: each message reaches each of them never, once or twice, in any order. */
export class Bus<Message> {
  readonly #scheduler: Scheduler;
  readonly #random: Seeded;
  readonly #noise: Noise;
  readonly #listeners = new Set<(message: Message) => void>();

  constructor(scheduler: Scheduler, random: Seeded, noise: Noise) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#noise = noise;
  }

  subscribe(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To everybody but `own`. */
  publish(message: Message, own: ((message: Message) => void) | null): void {
    for (const listener of this.#listeners) {
      if (listener === own || this.#random.chance(this.#noise.lost)) continue;
      for (let copies = this.#random.chance(this.#noise.doubled) ? 2 : 1; copies > 0; copies -= 1)
        this.#scheduler.add(
          'bus',
          this,
          () => this.#listeners.has(listener) && listener(message),
          this.#random.int(0, this.#noise.delayMs),
        );
    }
  }
}
