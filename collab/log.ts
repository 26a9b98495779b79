import { isOutage } from '../db/outage.ts';
import type { Flushed } from '../db/text/flush.ts';
import type { Live } from './live.ts';
import type { Batch } from './queue.ts';
import { Retries } from './retries.ts';
import type { Room } from './room.ts';

/**
 * The one flush loop of a node. While a commit runs, edits of all sections gather; the next commit takes all
 * of them in one round trip. So one commit serves many sections, and nobody waits for a timer. What is not committed
 * waits for its next try (`Retries`), and those whom nothing speaks against go on meanwhile.
 */
export class Log {
  readonly #live: Live;
  readonly #rooms = new Set<Room>();
  readonly #retries = new Retries();
  #running: Promise<void> | null = null;
  #wake: () => void = () => undefined;
  #alarm: { atMs: number; rings: Promise<void> } | null = null;
  #isClosed = false;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Has `room` something to commit, this makes sure that it will be. */
  schedule(room: Room): void {
    if (this.#rooms.has(room)) return;
    this.#rooms.add(room);
    this.#wake();
    this.#running ??= this.#run();
  }

  /** Resolves when there is nothing left to commit, or, after `close`, when all of it has been tried once more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  /** Ends the retries, so that a stopping server does not wait for a database that is gone. */
  close(): void {
    this.#isClosed = true;
    this.#retries.hurry(this.#rooms);
    this.#wake();
  }

  async #run(): Promise<void> {
    // Lets everything that arrived in this turn of the event loop go into one commit.
    await this.#live.turn();
    while (this.#rooms.size > 0) {
      const next = this.#retries.next(this.#rooms, this.#live.now());
      if (next.kind === 'wait') await this.#rest(next.ms);
      else await this.#try(this.#cut(next.rooms));
    }
    // In the same moment as the loop ends: a room scheduled a moment later has to start another one.
    this.#running = null;
  }

  /** Waits `ms`, or until another room has something to commit. */
  async #rest(ms: number): Promise<void> {
    const atMs = this.#live.now() + ms;
    // Whoever was woken sooner waits again, mostly for the same moment: one clock rings for all that.
    if (!this.#alarm || this.#alarm.atMs > atMs) {
      const alarm = { atMs, rings: this.#live.sleep(ms) };
      this.#alarm = alarm;
      void alarm.rings.then(() => {
        if (this.#alarm === alarm) this.#alarm = null;
      });
    }
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([this.#alarm.rings, woken]);
    await this.#live.turn();
  }

  /** Takes what waits in these rooms. Who only asks for the text has waited for a commit that is through by now, and needs none. */
  #cut(rooms: Room[]): Batch[] {
    for (const room of rooms) this.#rooms.delete(room);
    const batches = rooms.flatMap((room) => room.ifSound(() => room.cut()) ?? []);
    const isForDatabase = ({ flush }: Batch) => flush.edits.length > 0;
    for (const batch of batches) {
      const { room, flush } = batch;
      if (!isForDatabase(batch)) room.ifSound(() => room.settle(batch, { head: flush.cursor, missing: [] }));
    }
    return batches.filter(isForDatabase);
  }

  async #try(batches: Batch[]): Promise<void> {
    if (batches.length === 0) return;
    const rooms = batches.map(({ room }) => room);
    try {
      const begunAtMs = this.#live.now();
      const flushed = await this.#live.store.append(batches.map(({ flush }) => flush));
      this.#note(rooms, flushed, (this.#live.now() - begunAtMs) / 1000);
      for (const batch of batches) this.#settle(batch, flushed);
    } catch (error) {
      for (const batch of batches) batch.room.takeBack(batch);
      const isWorthAnother = this.#fail(rooms, error);
      if (this.#isClosed && !isWorthAnother) return;
      if (this.#isClosed) this.#retries.hurry(rooms);
    }
    for (const room of rooms) if (room.hasWork) this.#rooms.add(room);
  }

  /** Remembers what a try says of the database, and of these rooms. */
  #note(rooms: Room[], flushed: Flushed, seconds: number): void {
    // Nothing was written: it says nothing of the database.
    if (flushed.kind === 'lost') return;
    const isThrough = ({ sectionId }: Room) => flushed.before.has(sectionId);
    for (const room of rooms) if (!isThrough(room)) this.#retries.held(room, this.#live.now());
    const through = rooms.filter(isThrough);
    if (through.length === 0) return;
    this.#live.traffic.committed(seconds);
    if (this.#retries.isOutage) this.#live.traffic.commitsAgain();
    this.#retries.taken(through);
  }

  /** Remembers that a try failed, and of what. True when the fault is one of several sections', and others may go through. */
  #fail(rooms: Room[], error: unknown): boolean {
    const ofDatabase = isOutage(error);
    if (ofDatabase) this.#retries.outage(this.#live.now());
    else this.#retries.failed(rooms, this.#live.now());
    this.#live.traffic.commitFailed();
    if (ofDatabase) this.#live.traffic.takesNothing();
    const [first] = rooms;
    this.#live.log.error(
      { err: error, sections: rooms.length, ...(rooms.length === 1 && { section: first?.sectionId }) },
      'a flush was not committed; nothing is lost, it is tried again',
    );
    return !ofDatabase && rooms.length > 1;
  }

  /** Tells a room what became of its batch. What goes wrong in one is its own, and takes no commit back. */
  #settle(batch: Batch, flushed: Flushed): void {
    const { room } = batch;
    if (flushed.kind === 'lost') {
      room.ifSound(() => room.revoke(batch, flushed.lost.get(room.sectionId) ?? new Map()));
      return;
    }
    const before = flushed.before.get(room.sectionId);
    if (before) room.ifSound(() => room.settle(batch, before));
    else room.takeBack(batch);
  }
}
