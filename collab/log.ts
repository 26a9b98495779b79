import type { Lost } from '../db/text/flush.ts';
import type { Live } from './live.ts';
import type { Batch, Room } from './room.ts';

/** How long to wait before the next try when the database did not take a flush, in ms. */
const RETRY_MS = [50, 200, 1000, 2000];
/** How many sections one commit takes: enough that its cost is shared, few enough that nobody waits for its size. */
const SECTIONS_TOGETHER = 256;

/**
 * The one flush loop of a node. While a commit runs, edits of all sections gather; the next commit takes all
 * of them in one round trip. So one commit serves many sections, and nobody waits for a timer.
 */
export class Log {
  readonly #live: Live;
  readonly #rooms = new Set<Room>();
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Has `room` something to commit, this makes sure that it will be. */
  schedule(room: Room): void {
    this.#rooms.add(room);
    this.#running ??= this.#run();
  }

  /** Resolves when everything scheduled so far is committed, or, after `close`, has been tried once more. */
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
    let failures = 0;
    while (this.#rooms.size > 0) {
      // After a failure each section by itself, so that one which cannot be written holds up no other.
      const rooms = [...this.#rooms].slice(0, failures > 0 ? 1 : SECTIONS_TOGETHER);
      for (const room of rooms) this.#rooms.delete(room);
      const batches = rooms.map((room) => room.cut()).filter((batch) => batch !== null);
      if (batches.length === 0) continue;
      try {
        // Whoever only asks for the text is answered without the database, which says nothing of it.
        if ((await this.#commit(batches)) && failures > 0) {
          failures = 0;
          this.#live.traffic.commitsAgain();
        }
      } catch (error) {
        for (const batch of batches) batch.room.takeBack(batch);
        this.#live.traffic.commitFailed();
        this.#live.log.error(
          { err: error, sections: batches.length },
          'a flush was not committed; nothing is lost, it is tried again',
        );
        if (this.#isClosed) continue;
        await this.#live.sleep(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
        failures += 1;
      }
      for (const { room } of batches) if (room.hasWork) this.#rooms.add(room);
    }
    // In the same moment as the loop ends: a room scheduled a moment later has to start another one.
    this.#running = null;
  }

  /** False: there was nothing to commit. */
  async #commit(batches: Batch[]): Promise<boolean> {
    const flushes = batches.map(({ flush }) => flush).filter(({ edits }) => edits.length > 0);
    const begunAtMs = this.#live.now();
    // Somebody who only asks for the text waits for a commit that is through by now.
    const flushed =
      flushes.length > 0
        ? await this.#live.store.append(flushes)
        : { kind: 'appended' as const, before: new Map() };
    if (flushed.kind === 'lost') {
      this.#revoke(batches, flushed.lost);
      return true;
    }
    if (flushes.length > 0) this.#live.traffic.committed((this.#live.now() - begunAtMs) / 1000);
    for (const batch of batches) {
      const { head, missing } = flushed.before.get(batch.room.sectionId) ?? {
        head: batch.flush.cursor,
        missing: [],
      };
      batch.room.settle(batch, head, missing);
    }
    return flushes.length > 0;
  }

  #revoke(batches: Batch[], lost: Lost): void {
    for (const batch of batches) batch.room.revoke(batch, lost.get(batch.room.sectionId) ?? new Map());
  }
}
