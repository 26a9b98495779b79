/** For how long the messages of one socket are taken before others have their turn, in ms. */
const TURN_MS = 1;

/** What an inbox does with its socket while messages wait. */
type Source = { pause(): void; resume(): void };

/** Makes inboxes that end their turns together. `now`: milliseconds; `soon`: calls back when others had theirs. */
export function createInboxes(now: () => number, soon: (work: () => void) => void) {
  const begun: (() => void)[] = [];
  const endTurn = () => {
    for (const end of begun.splice(0)) end();
  };
  const whenTurnEnds = (end: () => void) => {
    if (begun.push(end) === 1) soon(endTurn);
  };
  return (source: Source, take: (message: Buffer, isBinary: boolean) => void) =>
    new Inbox(source, take, now, whenTurnEnds);
}

/**
 * The messages of one socket, taken in order, as many in one turn as fit into it. One read of a socket may bring
 * thousands, and whoever sends those would have everybody else wait for all of them.
 */
export class Inbox {
  readonly #source: Source;
  readonly #take: (message: Buffer, isBinary: boolean) => void;
  readonly #now: () => number;
  readonly #whenTurnEnds: (end: () => void) => void;
  #waiting: [Buffer, boolean][] = [];
  /** When this turn is over; null while there is none. */
  #untilMs: number | null = null;

  constructor(
    source: Source,
    take: (message: Buffer, isBinary: boolean) => void,
    now: () => number,
    whenTurnEnds: (end: () => void) => void,
  ) {
    this.#source = source;
    this.#take = take;
    this.#now = now;
    this.#whenTurnEnds = whenTurnEnds;
  }

  add(message: Buffer, isBinary: boolean): void {
    this.#untilMs ??= this.#begin();
    if (this.#waiting.length === 0 && this.#now() < this.#untilMs) {
      this.#take(message, isBinary);
      return;
    }
    if (this.#waiting.push([message, isBinary]) === 1) this.#source.pause();
  }

  /** Takes all that waits: no more will come. */
  end(): void {
    for (const [message, isBinary] of this.#waiting.splice(0)) this.#take(message, isBinary);
  }

  #begin(): number {
    this.#whenTurnEnds(() => this.#goOn());
    return this.#now() + TURN_MS;
  }

  #goOn(): void {
    this.#untilMs = null;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    const untilMs = this.#begin();
    this.#untilMs = untilMs;
    let taken = 0;
    for (const [message, isBinary] of waiting) {
      if (this.#now() >= untilMs) break;
      taken += 1;
      this.#take(message, isBinary);
    }
    this.#waiting = waiting.slice(taken);
    if (this.#waiting.length === 0) this.#source.resume();
  }
}
