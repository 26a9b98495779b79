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

  /** Resolves when there is nothing left to commit, or, after `close`, when it has been tried once more. */
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
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      void this.#live.sleep(ms).then(resolve);
    });
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
      this.#fail(rooms, error);
      if (this.#isClosed) return;
    }
    for (const room of rooms) if (room.hasWork) this.#rooms.add(room);
  }

  /** Remembers what a try says of the database, and of these rooms. */
  #note(rooms: Room[], flushed: Flushed, seconds: number): void {
    const isThrough = ({ sectionId }: Room) => flushed.kind === 'appended' && flushed.before.has(sectionId);
    const through = rooms.filter(isThrough);
    if (flushed.kind === 'appended')
      for (const room of rooms) if (!isThrough(room)) this.#retries.held(room, this.#live.now());
    // A log that is held says nothing: it may be held by what is left of a commit that failed.
    if (flushed.kind === 'appended' && through.length === 0) return;
    if (through.length > 0) this.#live.traffic.committed(seconds);
    if (this.#retries.takesNothing) this.#live.traffic.commitsAgain();
    this.#retries.taken(rooms, through);
  }

  #fail(rooms: Room[], error: unknown): void {
    if (!this.#isClosed) this.#retries.failed(rooms, this.#live.now());
    this.#live.traffic.commitFailed();
    if (this.#retries.takesNothing) this.#live.traffic.takesNothing();
    const [first] = rooms;
    this.#live.log.error(
      { err: error, sections: rooms.length, ...(rooms.length === 1 && { section: first?.sectionId }) },
      'a flush was not committed; nothing is lost, it is tried again',
    );
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
