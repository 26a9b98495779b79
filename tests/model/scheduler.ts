import type { Seeded } from '../support/seeded.ts';

/** What can wait to happen. Each run of the model finds some of them slower than others. */
export type TaskKind = 'store' | 'turn' | 'timer' | 'heavy' | 'up' | 'down' | 'socket' | 'bus' | 'client';

type Task = { kind: TaskKind; owner: object; atMs: number; run: () => void };

/** How often the clock goes on although something could still happen before: as where a reply is on its way for long. */
const HURRY = 0.04;
const HURRY_MS = 2000;

/**
 * Time, and every await, of a model: whatever waits is a task here, and the seed chooses which one happens next. No
 * real clock is asked, so that one seed is always the same run.
 */
export class Scheduler {
  /** Milliseconds since the run began. */
  now = 0;
  readonly #random: Seeded;
  readonly #laziness: Record<TaskKind, number>;
  readonly #gone = new WeakSet<object>();
  #tasks: Task[] = [];

  constructor(random: Seeded) {
    this.#random = random;
    const laziness = () => random.pick([0, 0, 0.5, 0.9, 0.98]);
    this.#laziness = {
      store: laziness(),
      turn: random.pick([0, 0, 0.9]),
      timer: 0,
      heavy: laziness(),
      up: laziness(),
      down: laziness(),
      socket: laziness(),
      bus: laziness(),
      client: 0,
    };
  }

  /** Has `run` happen at some moment, `afterMs` from now at the earliest, unless `owner` is gone by then. */
  add(kind: TaskKind, owner: object, run: () => void, afterMs = 0): void {
    if (!this.#gone.has(owner)) this.#tasks.push({ kind, owner, atMs: this.now + afterMs, run });
  }

  /** Resolves at such a moment. */
  wait(kind: TaskKind, owner: object, afterMs = 0): Promise<void> {
    return new Promise((resolve) => this.add(kind, owner, resolve, afterMs));
  }

  /** Calls `run` again and again; returns what ends that. */
  every(owner: object, ms: number, run: () => void): () => void {
    let isOver = false;
    const again = () => {
      if (isOver) return;
      run();
      this.add('timer', owner, again, ms);
    };
    this.add('timer', owner, again, ms);
    return () => {
      isOver = true;
    };
  }

  /** Nothing of what `owner` waits for happens any more: it was killed. */
  drop(owner: object): void {
    this.#gone.add(owner);
    this.#tasks = this.#tasks.filter((task) => task.owner !== owner);
  }

  /** Lets one thing happen, and all that follows from it without waiting. */
  async step(): Promise<void> {
    const task = this.#next();
    if (!task) return;
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
    task.run();
    await settled();
  }

  /** Lets things happen until the clock is at `atMs`. */
  async until(atMs: number): Promise<void> {
    while (this.#tasks.some((task) => task.atMs <= atMs)) {
      const next = Math.min(...this.#tasks.map((task) => task.atMs));
      if (next > this.now) this.now = next;
      await this.step();
    }
    this.now = Math.max(this.now, atMs);
  }

  #next(): Task | undefined {
    if (this.#random.chance(HURRY)) this.#advance(HURRY_MS);
    let ready = this.#tasks.filter((task) => task.atMs <= this.now);
    if (ready.length === 0) {
      this.#advance();
      ready = this.#tasks.filter((task) => task.atMs <= this.now);
    }
    if (ready.length === 0) return undefined;
    // A lazy kind is passed over where something else is drawn instead.
    for (let tries = 0; tries < 8; tries += 1) {
      const task = this.#random.pick(ready);
      if (!this.#random.chance(this.#laziness[task.kind])) return task;
    }
    return this.#random.pick(ready);
  }

  /** Puts the clock to the next moment at which anything becomes possible. */
  #advance(withinMs = Number.MAX_SAFE_INTEGER): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { atMs } of this.#tasks) if (atMs > this.now && atMs < next) next = atMs;
    if (next - this.now <= withinMs) this.now = next;
  }
}

/** Resolves when no promise has anything left to do: Node runs its ticks only after the last of them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
