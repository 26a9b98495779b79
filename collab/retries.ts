import type { Room } from './room.ts';

/** How long to wait before the next try when the database did not take a flush, in ms. */
const RETRY_MS = [50, 200, 1000, 2000];
/** How long to wait where a log is held by somebody else, who decides on its text: twice as long each time, in ms. */
const HELD_MS = { first: 5, longest: 100 };
/** How many sections one commit takes: enough that its cost is shared, few enough that nobody waits for its size. */
const SECTIONS_TOGETHER = 256;
/**
 * What it takes to prove of a section that it fails while others do not, after which its failures say nothing else:
 * that the database took others' edits after it had failed alone, or twice that it did so at the end of a time in which
 * it took nothing, which may have been all that was wrong.
 */
const PROOF = 2;

/** What is remembered of a section until its edits are committed. */
type Retry = {
  /** Not before this moment is it tried again. */
  atMs: number;
  /** With how many it may share a commit, itself included: fewer with each failure. */
  together: number;
  /** How often it failed by itself. */
  failures: number;
  /** How much of `PROOF` there is. */
  proof: number;
  /** How often its log was held. */
  holds: number;
};

const TRUSTED: Retry = { atMs: 0, together: SECTIONS_TOGETHER, failures: 0, proof: 0, holds: 0 };

/** Whom to try now, or how long to wait until somebody may be. */
export type Next = { kind: 'try'; rooms: Room[] } | { kind: 'wait'; ms: number };

/**
 * When each section is tried again, and with whom. A commit that failed says of several only that something is wrong
 * with one of them or with the database: so they are tried in halves, in the end alone, between the commits of all
 * others, and one that fails alone waits by itself. Two tries in a row that failed, of different sections, speak
 * against the database: then one section is tried at a time, and all wait in between, until it takes something.
 */
export class Retries {
  readonly #retries = new WeakMap<Room, Retry>();
  /** Who was in a try that failed since the database last took anything. */
  readonly #failed = new Set<Room>();
  /** How many tries in a row failed, but for those of sections of which it is proven that they fail alone. */
  #failures = 0;
  #restUntilMs = 0;
  #isTurnOfTrusted = true;

  /** True while nothing is known that the database takes: it failed twice in a row, and not only for a section proven to fail. */
  get takesNothing(): boolean {
    return this.#failures > 1;
  }

  /** Chooses among those who have something to commit, who are at least one. */
  next(waiting: Iterable<Room>, nowMs: number): Next {
    if (nowMs < this.#restUntilMs) return { kind: 'wait', ms: this.#restUntilMs - nowMs };
    const due: Room[] = [];
    let nextAtMs = Number.POSITIVE_INFINITY;
    for (const room of waiting) {
      const { atMs } = this.#of(room);
      if (atMs <= nowMs) due.push(room);
      else nextAtMs = Math.min(nextAtMs, atMs);
    }
    const [first] = due;
    if (!first) return { kind: 'wait', ms: nextAtMs - nowMs };
    // Somebody whose failure would say something.
    if (this.#failures > 0)
      return { kind: 'try', rooms: [due.find((room) => !this.#isProven(room)) ?? first] };
    return { kind: 'try', rooms: this.#together(due, first) };
  }

  /** The database looked at what these brought, and took it from those of them who are `through`. */
  taken(rooms: Room[], through: Room[]): void {
    for (const room of through) this.#retries.delete(room);
    const shown = this.#restUntilMs > 0 ? PROOF / 2 : PROOF;
    for (const room of this.#failed) {
      if (rooms.includes(room)) continue;
      const retry = this.#of(room);
      const proof = retry.failures > 0 ? retry.proof + shown : 0;
      // It is worth a try at once, until it is proven that it is not.
      const atMs = proof < PROOF ? 0 : retry.atMs;
      this.#retries.set(room, { ...retry, proof, atMs });
    }
    this.#failed.clear();
    this.#failures = 0;
    this.#restUntilMs = 0;
  }

  /** A try failed. */
  failed(rooms: Room[], nowMs: number): void {
    const [first] = rooms;
    const saysNothing = rooms.length === 1 && first && this.#isProven(first);
    for (const room of rooms) this.#retries.set(room, afterFailure(this.#of(room), rooms.length, nowMs));
    if (saysNothing) return;
    for (const room of rooms) this.#failed.add(room);
    this.#failures += 1;
    // Before anybody waits for a section, another one is asked whether it is the database.
    if (this.#failures > 1 && this.#failed.size > 1) this.#restUntilMs = nowMs + delayMs(this.#failures - 2);
  }

  /** Its log is held by somebody else, which says nothing of the database. */
  held(room: Room, nowMs: number): void {
    const retry = this.#of(room);
    const ms = Math.min(HELD_MS.first * 2 ** retry.holds, HELD_MS.longest);
    this.#retries.set(room, { ...retry, holds: retry.holds + 1, atMs: nowMs + ms });
  }

  /** Whoever waits may be tried now. */
  hurry(rooms: Iterable<Room>): void {
    this.#restUntilMs = 0;
    for (const room of rooms) this.#retries.set(room, { ...this.#of(room), atMs: 0 });
  }

  /** As many as may be tried together: those whom nothing speaks against, and others, by turns. */
  #together(due: Room[], first: Room): Room[] {
    const isTrusted = (room: Room) => this.#of(room).together === SECTIONS_TOGETHER;
    const chosen = due.find((room) => isTrusted(room) === this.#isTurnOfTrusted) ?? first;
    this.#isTurnOfTrusted = !isTrusted(chosen);
    const { together } = this.#of(chosen);
    return due.filter((room) => this.#of(room).together === together).slice(0, together);
  }

  #isProven(room: Room): boolean {
    return this.#of(room).proof >= PROOF;
  }

  #of(room: Room): Retry {
    return this.#retries.get(room) ?? TRUSTED;
  }
}

function afterFailure(retry: Retry, sections: number, nowMs: number): Retry {
  if (sections > 1) return { ...retry, together: Math.floor(sections / 2) };
  return { ...retry, together: 1, failures: retry.failures + 1, atMs: nowMs + delayMs(retry.failures) };
}

const delayMs = (failures: number) => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0;
