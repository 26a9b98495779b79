import type { Flush, Flushed } from '../db/text/flush.ts';
import type { Live } from './live.ts';
import type { Batch, Room } from './room.ts';

/** How long to wait before the next try when the database did not take a flush, in ms. */
const RETRY_MS = [50, 200, 1000, 2000];
/** How long to wait where every log of a flush was held by somebody else, who decides on its text, in ms. */
const HELD_MS = 5;
/** How many sections one commit takes: enough that its cost is shared, few enough that nobody waits for its size. */
const SECTIONS_TOGETHER = 256;

const NOTHING_TO_COMMIT: Flushed = { kind: 'appended', before: new Map() };

/**
 * The one flush loop of a node. While a commit runs, edits of all sections gather; the next commit takes all
 * of them in one round trip. So one commit serves many sections, and nobody waits for a timer.
 */
export class Log {
  readonly #live: Live;
  readonly #rooms = new Set<Room>();
  #running: Promise<void> | null = null;
  #isClosed = false;
  /** How often in a row the database did not take a flush. */
  #failures = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Has `room` something to commit, this makes sure that it will be. */
  schedule(room: Room): void {
    this.#rooms.add(room);
    this.#running ??= this.#run();
  }

  /** Resolves when there is nothing left to commit, or, after `close`, when it has been tried once more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  /** Ends the retries, so that a stopping server does not wait for a database that is gone. */
  close(): void {
    this.#isClosed = true;
  }

  async #run(): Promise<void> {
    // Lets everything that arrived in this turn of the event loop go into one commit.
    await this.#live.turn();
    while (this.#rooms.size > 0) {
      // After a failure each section by itself, so that one which cannot be written holds up no other.
      const batches = this.#cut(this.#failures > 0 ? 1 : SECTIONS_TOGETHER);
      if (batches.length === 0) continue;
      const flushes = batches.map(({ flush }) => flush).filter(({ edits }) => edits.length > 0);
      try {
        const flushed = await this.#commit(flushes);
        // Whoever only asks for the text is answered without the database, which says nothing of it.
        // A log that is held says nothing either: it may be held by what is left of the commit that failed.
        if (isTaken(flushed) && this.#failures > 0) {
          this.#failures = 0;
          this.#live.traffic.commitsAgain();
        }
        const held = batches.filter((batch) => this.#settle(batch, flushed) === 'held');
        this.#goOn(batches);
        // Else the same question would be asked without a pause until whoever decides has decided.
        if (held.length > 0 && held.length === flushes.length) await this.#live.sleep(HELD_MS);
      } catch (error) {
        for (const batch of batches) batch.room.takeBack(batch);
        this.#live.traffic.commitFailed();
        this.#live.log.error(
          { err: error, sections: batches.length },
          'a flush was not committed; nothing is lost, it is tried again',
        );
        if (this.#isClosed) continue;
        await this.#live.sleep(RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0);
        this.#failures += 1;
        this.#goOn(batches);
      }
    }
    // In the same moment as the loop ends: a room scheduled a moment later has to start another one.
    this.#running = null;
  }

  /** Takes what waits in some of the rooms. */
  #cut(sections: number): Batch[] {
    const rooms = [...this.#rooms].slice(0, sections);
    for (const room of rooms) this.#rooms.delete(room);
    return rooms.flatMap((room) => room.ifSound(() => room.cut()) ?? []);
  }

  /** Somebody who only asks for the text has waited for a commit that is through by now, and needs none. */
  async #commit(flushes: Flush[]): Promise<Flushed> {
    if (flushes.length === 0) return NOTHING_TO_COMMIT;
    const begunAtMs = this.#live.now();
    const flushed = await this.#live.store.append(flushes);
    if (flushed.kind === 'appended' && isTaken(flushed))
      this.#live.traffic.committed((this.#live.now() - begunAtMs) / 1000);
    return flushed;
  }

  /** Tells a room what became of its batch. What goes wrong in one is its own, and takes no commit back. */
  #settle(batch: Batch, flushed: Flushed): 'settled' | 'held' {
    const { room, flush } = batch;
    if (flushed.kind === 'lost') {
      room.ifSound(() => room.revoke(batch, flushed.lost.get(room.sectionId) ?? new Map()));
      return 'settled';
    }
    const before = flushed.before.get(room.sectionId);
    if (!before && flush.edits.length > 0) {
      room.takeBack(batch);
      return 'held';
    }
    room.ifSound(() => room.settle(batch, before ?? { head: flush.cursor, missing: [] }));
    return 'settled';
  }

  /** Whatever has something to commit again. */
  #goOn(batches: Batch[]): void {
    for (const { room } of batches) if (room.hasWork) this.#rooms.add(room);
  }
}

/** Whether the database took something, or looked at it and refused it. */
const isTaken = (flushed: Flushed) => flushed.kind === 'lost' || flushed.before.size > 0;
