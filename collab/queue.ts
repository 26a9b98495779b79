import type { Flush } from '../db/text/flush.ts';
import type { NodeJson } from '../domain/document/outline.ts';
import type { Connection } from './connection.ts';
import { editsOf } from './edits.ts';
import type { Entry } from './entrance.ts';
import { syncStep2Frame } from './frames.ts';
import type { Shadow } from './gate.ts';
import type { Room } from './room.ts';
import type { Traffic } from './traffic.ts';

/** Somebody who asked for the text while some of it was not committed. */
type Joiner = { connection: Connection; stateVector: Uint8Array };

/** What one commit takes of a room. `answers` are for whoever asked for the text, and say what it was when cut. */
export type Batch = {
  room: Room;
  entries: Entry[];
  flush: Flush;
  answers: { connection: Connection; frame: Uint8Array }[];
  joiners: Joiner[];
  /** The text with this batch, where somebody wants to know it. */
  document: NodeJson | null;
};

/** What was accepted in a section and is not committed, in order, and who waits for the text with it. */
export class Queue {
  readonly #room: Room;
  readonly #traffic: Traffic;
  #entries: Entry[] = [];
  #joiners: Joiner[] = [];
  /** What the commit took that is under way. */
  #inFlight: Batch | null = null;

  constructor(room: Room, traffic: Traffic) {
    this.#room = room;
    this.#traffic = traffic;
  }

  /** True while something waits for a commit, or somebody for the text. */
  get hasWork(): boolean {
    return this.#entries.length > 0 || this.#joiners.length > 0;
  }

  /** True while a commit is under way. */
  get isInFlight(): boolean {
    return this.#inFlight !== null;
  }

  /** True when all that is at hand is committed. */
  get isSettled(): boolean {
    return this.#entries.length === 0 && !this.#inFlight;
  }

  /** All that was accepted, in order. */
  get uncommitted(): Entry[] {
    return [...(this.#inFlight?.entries ?? []), ...this.#entries];
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    this.#traffic.queuedUpdates += 1;
  }

  addJoiner(joiner: Joiner): void {
    this.#joiners.push(joiner);
  }

  /** Nobody waits for the text on this connection any more. What came on it stays. */
  dropJoiner(connection: Connection): void {
    this.#joiners = this.#joiners.filter((joiner) => joiner.connection !== connection);
  }

  /**
   * Takes everything that waits, for one commit behind the row `cursor`. Synchronous, so that the answers are exactly
   * the text with it, as `shadow` has it.
   */
  cut(shadow: Shadow, cursor: number, document: NodeJson | null): Batch {
    const entries = this.#entries;
    const joiners = this.#joiners;
    this.#entries = [];
    this.#joiners = [];
    const claims = entries.flatMap(({ connection, claims }) =>
      claims.map((id): [number, string] => [id, connection.person.userId]),
    );
    this.#inFlight = {
      room: this.#room,
      entries,
      flush: { sectionId: this.#room.sectionId, cursor, edits: editsOf(entries), claims },
      answers: joiners.map(({ connection, stateVector }) => ({
        connection,
        frame: syncStep2Frame(shadow.difference(stateVector)),
      })),
      joiners,
      document,
    };
    return this.#inFlight;
  }

  /** The commit is through. */
  land(): void {
    this.#inFlight = null;
  }

  /** The batch was not committed: it waits again, before what came meanwhile. */
  takeBack(batch: Batch): void {
    this.#inFlight = null;
    this.#entries = [...batch.entries, ...this.#entries];
    this.#joiners = [...batch.joiners, ...this.#joiners];
  }

  /** Tells whoever wrote these that they are committed. */
  acknowledge(entries: Entry[]): void {
    this.#traffic.queuedUpdates -= entries.length;
    const told = new Set<Connection>();
    for (const { connection, content, payload } of entries) {
      if (payload) this.#traffic.committedUpdates += 1;
      connection.settled(content.count);
      told.add(connection);
    }
    for (const connection of told) connection.tellSaved();
  }

  /** Takes out what waits, to be judged anew. */
  takeOut(): Entry[] {
    const entries = this.#entries;
    this.#entries = [];
    this.#traffic.queuedUpdates -= entries.length;
    return entries;
  }

  /** Forgets everything, also what is under way. */
  clear(): void {
    this.#traffic.queuedUpdates -= this.uncommitted.length;
    this.#entries = [];
    this.#joiners = [];
    this.#inFlight = null;
  }
}
