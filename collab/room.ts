import * as Y from 'yjs';
import type { Context } from '../db/context.ts';
import type { Edit } from '../db/text/append.ts';
import { COMPACT_AFTER_ROWS, compact } from '../db/text/compact.ts';
import { type LogRow, loadDoc, rowsAfter } from '../db/text/load.ts';
import type { NodeJson } from '../domain/document/outline.ts';
import { CLOSE } from '../domain/protocol.ts';
import { AwarenessBoard } from './awareness.ts';
import type { Connection } from './connection.ts';
import { awarenessFrame, syncStep1Frame, syncStep2Frame, updateFrame } from './frames.ts';
import { type Judgement, Shadow } from './gate.ts';
import type { Log } from './log.ts';

/** One message of a connection, judged: `payload` null when there was nothing new in it. */
type Entry = { connection: Connection; count: number; payload: Uint8Array | null; claims: number[] };

/** Somebody who asked for the text: `frame` is what they get once the batch it was cut with is committed. */
type Joiner = { connection: Connection; stateVector: Uint8Array };

/** What one flush takes of a room. `document` is the text with it, which stands on the log up to `cursor`. */
export type Batch = {
  room: Room;
  entries: Entry[];
  edits: Edit[];
  claims: [number, string][];
  cursor: number;
  document: NodeJson;
  answers: { connection: Connection; frame: Uint8Array }[];
  joiners: Joiner[];
};

/**
 * One open section on this node: the connections, the accepted text, and what of it waits for its commit.
 * Nothing leaves a room for anybody else before it is committed.
 */
export class Room {
  readonly sectionId: string;
  readonly reportId: string;
  readonly awareness = new AwarenessBoard();
  readonly connections = new Set<Connection>();
  readonly #context: Context;
  readonly #log: Log;
  #shadow: Shadow | null = null;
  /** The log's sequence number up to which the shadow has it and the connections were sent it. */
  #cursor = 0;
  #isNew = true;
  /** The highest head that the doorbell told of. */
  #rung = 0;
  #tail = 0;
  #queue: Entry[] = [];
  #inFlight: Batch | null = null;
  #joiners: Joiner[] = [];
  #waiting: (() => void)[] = [];
  #loading: Promise<void> | null = null;
  #catchingUp: Promise<void> | null = null;

  constructor(context: Context, log: Log, section: { id: string; reportId: string }) {
    this.#context = context;
    this.#log = log;
    this.sectionId = section.id;
    this.reportId = section.reportId;
    void this.#load();
  }

  /** True while something waits for a commit, or somebody for the text. */
  get hasWork(): boolean {
    return this.#queue.length > 0 || this.#joiners.length > 0;
  }

  /** True when the room can be forgotten: nobody is in it and everything is committed. */
  get isIdle(): boolean {
    return this.connections.size === 0 && !this.hasWork && !this.#inFlight && !this.#loading;
  }

  get cursor(): number {
    return this.#cursor;
  }

  add(connection: Connection): void {
    this.connections.add(connection);
    if (!this.#shadow) void this.#load();
    this.#whenLoaded((shadow) => {
      connection.send(syncStep1Frame(shadow.ydoc));
      const carets = this.awareness.all();
      if (carets) connection.send(awarenessFrame(carets));
    });
    this.#announcePresence();
  }

  remove(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.#joiners = this.#joiners.filter((joiner) => joiner.connection !== connection);
    const gone = this.awareness.drop(connection, Date.now());
    if (gone) this.spreadAwareness(gone);
    this.#announcePresence();
  }

  /** The connection asks for the text that it does not have yet. */
  join(connection: Connection, stateVector: Uint8Array): void {
    this.#whenLoaded((shadow) => {
      if (this.#isSettled) {
        connection.send(syncStep2Frame(shadow.ydoc, stateVector));
        return;
      }
      this.#joiners.push({ connection, stateVector });
      this.#log.schedule(this);
    });
  }

  /** An update of the connection: its `count`-th sync message. Refusing it closes the connection. */
  receive(connection: Connection, update: Uint8Array, count: number): void {
    this.#whenLoaded((shadow) => {
      if (!this.connections.has(connection)) return;
      let judgement: Judgement;
      try {
        judgement = shadow.judge(update, connection.person.userId, connection.mayWrite.allowed);
      } catch {
        // No update at all, or one that Yjs gave up on half-way: then the shadow holds that half.
        connection.refuseMalformed();
        void this.#reload();
        return;
      }
      switch (judgement.kind) {
        case 'nothing_new':
          if (this.#isSettled) connection.saved(count);
          else {
            this.#queue.push({ connection, count, payload: null, claims: [] });
            this.#log.schedule(this);
          }
          break;
        case 'accepted':
          this.#queue.push({ connection, count, payload: judgement.payload, claims: judgement.claims });
          this.#log.schedule(this);
          break;
        case 'refused':
          // Not why: the sentence may quote the text.
          this.#context.log.warn(
            { connection: connection.id, section: this.sectionId },
            'an update was refused',
          );
          connection.refuse(judgement.why);
          if (judgement.applied) void this.#reload();
          break;
      }
    });
  }

  /** Carets that one connection moved (null: on another node), for everybody here and there. */
  spreadAwareness(update: Uint8Array): void {
    this.broadcastAwareness(update);
    this.#context.bus.publishAwareness(this.sectionId, update);
  }

  broadcastAwareness(update: Uint8Array): void {
    const frame = awarenessFrame(update);
    for (const connection of this.connections) connection.send(frame);
  }

  /** Takes everything that waits, for one commit. Synchronous, so that `document` is exactly the text with it. */
  cut(): Batch | null {
    const shadow = this.#shadow;
    if (!shadow || !this.hasWork) return null;
    const entries = this.#queue;
    const joiners = this.#joiners;
    this.#queue = [];
    this.#joiners = [];
    const batch: Batch = {
      room: this,
      entries,
      edits: editsOf(entries),
      claims: entries.flatMap((entry) =>
        entry.claims.map((id): [number, string] => [id, entry.connection.person.userId]),
      ),
      cursor: this.#cursor,
      document: shadow.document(),
      answers: joiners.map(({ connection, stateVector }) => ({
        connection,
        frame: syncStep2Frame(shadow.ydoc, stateVector),
      })),
      joiners,
    };
    this.#inFlight = batch;
    return batch;
  }

  /** The batch is committed as the rows up to `head`, after `missing`: now, and not before, others see it. */
  settle(batch: Batch, missing: LogRow[], head: number): void {
    this.#inFlight = null;
    for (const row of missing) this.#applyRow(row);
    for (const { connection, frame } of batch.answers) connection.send(frame);

    const payloads = batch.entries.flatMap((entry) => entry.payload ?? []);
    if (payloads.length > 0) {
      const authors = new Set(batch.entries.filter((e) => e.payload).map((e) => e.connection));
      const frame = updateFrame(
        payloads.length === 1 ? (payloads[0] as Uint8Array) : Y.mergeUpdates(payloads),
      );
      for (const connection of this.connections) {
        // Its own words alone nobody needs back; among others' they do no harm.
        if (authors.size === 1 && authors.has(connection)) continue;
        connection.send(frame);
      }
      this.#context.bus.publish({ kind: 'text', reportId: this.reportId, sectionId: this.sectionId, head });
    }
    const counts = new Map(batch.entries.map((entry) => [entry.connection, entry.count]));
    for (const [connection, count] of counts) connection.saved(count);
    this.#tail += head - Math.max(this.#cursor, batch.cursor);
    this.#cursor = Math.max(this.#cursor, head);
    if (this.#tail > COMPACT_AFTER_ROWS) this.#compact();
    this.catchUp(this.#rung);
  }

  /** The batch was not committed: it waits again, before what came meanwhile. */
  takeBack(batch: Batch): void {
    this.#inFlight = null;
    this.#queue = [...batch.entries, ...this.#queue];
    this.#joiners = [...batch.joiners, ...this.#joiners];
  }

  /** These people may no longer write here, for the reason beside each: what they had waiting is dropped, they are told, and the rest goes on. */
  async revoke(people: Map<string, string>): Promise<void> {
    if (people.size === 0) return;
    this.#queue = this.#queue.filter((entry) => !people.has(entry.connection.person.userId));
    for (const connection of this.connections) {
      const why = people.get(connection.person.userId);
      if (why) connection.end(CLOSE.rightsChanged, 'rights_changed', why);
    }
    await this.#reload();
  }

  /** The log has a row `head`, written elsewhere: brings what is missing. */
  catchUp(head: number): void {
    this.#rung = Math.max(this.#rung, head);
    if (head <= this.#cursor || this.#inFlight) return; // while a flush is under way, it looks afterwards
    this.#whenLoaded(() => {
      this.#catchingUp ??= this.#bringRows().finally(() => {
        this.#catchingUp = null;
      });
    });
  }

  async #bringRows(): Promise<void> {
    try {
      const rows = await rowsAfter(this.#context.db, this.sectionId, this.#cursor);
      for (const row of rows) this.#applyRow(row);
    } catch (error) {
      this.#context.log.warn(
        { err: error, section: this.sectionId },
        'rows of another node could not be read; the poll tries again',
      );
    }
  }

  #applyRow(row: LogRow): void {
    if (row.seq <= this.#cursor) return;
    this.#shadow?.applyCommitted(row.payload);
    this.#cursor = row.seq;
    const frame = updateFrame(row.payload);
    for (const connection of this.connections) connection.send(frame);
  }

  get #isSettled(): boolean {
    return this.#queue.length === 0 && !this.#inFlight;
  }

  #whenLoaded(work: (shadow: Shadow) => void): void {
    if (this.#shadow) work(this.#shadow);
    else this.#waiting.push(() => this.#shadow && work(this.#shadow));
  }

  #reload(): Promise<void> {
    this.#shadow = null;
    return this.#load();
  }

  #load(): Promise<void> {
    // Cleared in the same moment as the load ends: whoever needs another one must not be given the one that ended.
    this.#loading ??= this.#loadUntilDone();
    return this.#loading;
  }

  /** Loads the committed text, and puts on it what was accepted but waits. Tries until the database answers. */
  async #loadUntilDone(): Promise<void> {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
      try {
        const [{ ydoc, head, tail }, owners] = await Promise.all([
          loadDoc(this.#context.db, this.sectionId),
          this.#owners(),
        ]);
        const shadow = new Shadow(ydoc, owners);
        for (const entry of [...(this.#inFlight?.entries ?? []), ...this.#queue]) {
          if (entry.payload) shadow.applyCommitted(entry.payload);
          for (const id of entry.claims) owners.set(id, entry.connection.person.userId);
        }
        // A batch that was settled while we read is in neither: read again.
        if (head < this.#cursor) continue;
        this.#shadow = shadow;
        // The first time nobody was sent anything. Later the connections still lack the rows up to `head`.
        if (this.#isNew) this.#cursor = head;
        this.#isNew = false;
        this.#tail = tail;
        if (!this.#work()) continue;
        this.#loading = null;
        this.catchUp(head);
        if (this.hasWork) this.#log.schedule(this);
        return;
      } catch (error) {
        this.#context.log.warn(
          { err: error, section: this.sectionId },
          'a section could not be loaded; trying again',
        );
        if (this.connections.size === 0) {
          this.#loading = null;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  /** Does what waited for the text. Returns false when something in it spoilt the shadow: the rest waits for another. */
  #work(): boolean {
    for (let work = this.#waiting.shift(); work; work = this.#waiting.shift()) {
      work();
      if (!this.#shadow) return false;
    }
    return true;
  }

  async #owners(): Promise<Map<number, string>> {
    const rows = await this.#context.db
      .selectFrom('sectionClient')
      .where('sectionId', '=', this.sectionId)
      .select(['clientId', 'userId'])
      .execute();
    return new Map(rows.map((row) => [row.clientId, row.userId]));
  }

  #compact(): void {
    this.#tail = 0;
    compact(this.#context.db, this.sectionId).catch((error: unknown) =>
      this.#context.log.warn(
        { err: error, section: this.sectionId },
        'a snapshot was not written; the log is whole',
      ),
    );
  }

  #announcePresence(): void {
    const people = new Map([...this.connections].map((c) => [c.person.userId, c.identity]));
    this.#context.presence.set(this.reportId, this.sectionId, [...people.values()]);
  }
}

/** What one person sent within a flush becomes one row. Their edits depend on nobody's that is not committed. */
function editsOf(entries: Entry[]): Edit[] {
  const byPerson = new Map<string, { delegationId: string; payloads: Uint8Array[] }>();
  for (const { connection, payload } of entries) {
    if (!payload) continue;
    const { userId, delegationId } = connection.person;
    const mine = byPerson.get(userId) ?? { delegationId, payloads: [] };
    mine.payloads.push(payload);
    byPerson.set(userId, mine);
  }
  return [...byPerson].map(([userId, { delegationId, payloads }]) => ({
    userId,
    delegationId,
    payload: payloads.length === 1 ? (payloads[0] as Uint8Array) : Y.mergeUpdates(payloads),
  }));
}
