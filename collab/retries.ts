import type { Room } from './room.ts';

/** How long to wait before the next try of what failed, be it the database or one section, in ms. */
const RETRY_MS = [50, 200, 1000, 2000];
/** How long to wait where a log is held by somebody else, who decides on its text: twice as long each time, in ms. */
const HELD_MS = { first: 5, longest: 100 };
/** How many sections one commit takes: enough that its cost is shared, few enough that nobody waits for its size. */
const SECTIONS_TOGETHER = 256;

/** What is remembered of a section until its edits are committed. */
type Retry = {
  /** Not before this moment is it tried again. */
  atMs: number;
  /** With how many it may share a commit, itself included: fewer with each failure. */
  together: number;
  /** How often it failed by itself. */
  failures: number;
  /** How often its log was held. */
  holds: number;
};

const TRUSTED: Retry = { atMs: 0, together: SECTIONS_TOGETHER, failures: 0, holds: 0 };

/** Whom to try now, or how long to wait until somebody may be. */
export type Next = { kind: 'try'; rooms: Room[] } | { kind: 'wait'; ms: number };

/**
 * When each section is tried again, and with whom. In an outage of the database all wait, and one section is tried
 * at a time. When a commit fails for what was in it, its sections are tried in halves, in the end alone, between the
 * commits of all others; one that fails alone waits by its own clock, and is with others again after it succeeded.
 */
export class Retries {
  readonly #retries = new WeakMap<Room, Retry>();
  /** How many tries in a row ended in an outage. */
  #outages = 0;
  #restUntilMs = 0;
  #isTurnOfTrusted = true;

  /** True from a try that ended in an outage until the database takes something. */
  get isOutage(): boolean {
    return this.#outages > 0;
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
    // On a disk that is nearly full the edits of one may have room where those of all have none.
    return { kind: 'try', rooms: this.isOutage ? [first] : this.#together(due, first) };
  }

  /** The edits of these are committed. */
  taken(rooms: Room[]): void {
    for (const room of rooms) this.#retries.delete(room);
    this.#outages = 0;
    this.#restUntilMs = 0;
  }

  /** The database took nothing, whatever it was. */
  outage(nowMs: number): void {
    this.#restUntilMs = nowMs + delayMs(this.#outages);
    this.#outages += 1;
  }

  /** The edits of one of these cannot be committed. */
  failed(rooms: Room[], nowMs: number): void {
    for (const room of rooms) this.#retries.set(room, afterFailure(this.#of(room), rooms.length, nowMs));
  }

  /** Its log is held by somebody else. */
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

  #of(room: Room): Retry {
    return this.#retries.get(room) ?? TRUSTED;
  }
}

function afterFailure(retry: Retry, sections: number, nowMs: number): Retry {
  if (sections > 1) return { ...retry, together: Math.floor(sections / 2) };
  return { ...retry, together: 1, failures: retry.failures + 1, atMs: nowMs + delayMs(retry.failures) };
}

const delayMs = (failures: number) => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0;
