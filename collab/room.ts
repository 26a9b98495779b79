import { COMPACT_AFTER_ROWS } from '../db/text/compact.ts';
import type { Flush, LogBefore, Loss } from '../db/text/flush.ts';
import type { LogRow } from '../db/text/load.ts';
import type { NodeJson } from '../domain/document/outline.ts';
import { CLOSE } from '../domain/protocol.ts';
import { Carets } from './carets.ts';
import type { Committed } from './committed.ts';
import { Compaction } from './compaction.ts';
import type { Connection, Content } from './connection.ts';
import type { Deriver } from './deriver.ts';
import { editsOf } from './edits.ts';
import { Entrance, type Entry } from './entrance.ts';
import { syncStep1Frame, syncStep2Frame, updateFrame } from './frames.ts';
import type { Shadow } from './gate.ts';
import { mergeMany } from './heavy/merging.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import { SectionText } from './section-text.ts';

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

/** Told the committed text and the sequence number it stands on; null: this room will never know. */
export type WantsText = (text: { document: NodeJson; head: number } | null) => void;

/**
 * One open section on this node: the connections, and what of their edits waits for its commit. Nothing leaves
 * a room for anybody else before it is committed.
 */
export class Room {
  readonly sectionId: string;
  readonly reportId: string;
  readonly connections = new Set<Connection>();
  readonly carets: Carets;
  readonly compaction: Compaction;
  readonly #live: Live;
  readonly #log: Log;
  readonly #deriver: Deriver;
  readonly #text: SectionText;
  readonly #entrance: Entrance;
  /** The log's sequence number up to which the connections were sent everything. */
  #cursor = 0;
  /** The highest head that the doorbell told of. */
  #rung = 0;
  #queue: Entry[] = [];
  #inFlight: Batch | null = null;
  #joiners: Joiner[] = [];
  #wanted: WantsText[] = [];
  #catchingUp: Promise<void> | null = null;
  #isSpoilt = false;

  constructor(live: Live, log: Log, deriver: Deriver, section: { id: string; reportId: string }) {
    this.#live = live;
    this.#log = log;
    this.#deriver = deriver;
    this.sectionId = section.id;
    this.reportId = section.reportId;
    this.carets = new Carets(live, section.id, this.connections);
    this.compaction = new Compaction(live, section.id);
    this.#text = new SectionText(live, section.id, {
      isWanted: () =>
        !this.#isSpoilt &&
        (this.connections.size > 0 || this.hasWork || this.#inFlight !== null || this.#wanted.length > 0),
      uncommitted: () => [...(this.#inFlight?.entries ?? []), ...this.#queue],
      cursor: () => this.#cursor,
      opened: (committed, isFirst) => this.#opened(committed, isFirst),
      ready: () => {
        if (this.hasWork) this.#log.schedule(this);
        this.#giveWanted();
      },
      lostEnd: () => this.lostEnd(),
    });
    this.#entrance = new Entrance(this.#text, {
      isIn: (connection) => this.connections.has(connection),
      nothingNew: (connection, content) => this.#nothingNew(connection, content),
      accepted: (entry) => this.#enqueue(entry),
      lookUp: (clients) => this.#lookUp(clients),
    });
  }

  /** True while something waits for a commit, or somebody for the text. */
  get hasWork(): boolean {
    return this.#queue.length > 0 || this.#joiners.length > 0;
  }

  /** True when all that is at hand is committed. */
  get isSettled(): boolean {
    return this.#queue.length === 0 && !this.#inFlight;
  }

  /** True when what others count by may have changed since the text was last given to anybody who wanted it. */
  get isNumberedAnew(): boolean {
    return this.#text.shadow?.isNumberedAnew ?? false;
  }

  /** True when the room can be forgotten: nobody is in it and everything is committed. */
  get isIdle(): boolean {
    const isEmpty = this.connections.size === 0 && !this.hasWork && !this.#inFlight;
    return isEmpty && !this.#text.isBusy && !this.#deriver.isDue(this);
  }

  /** True when something went wrong in it that must not be: nothing is done in it any more, and another one is needed. */
  get isSpoilt(): boolean {
    return this.#isSpoilt;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** True while the text, read anew, is newer than what everybody was sent: the rows between are on their way. */
  get #isAhead(): boolean {
    return this.#text.head > this.#cursor;
  }

  add(connection: Connection): void {
    this.connections.add(connection);
    this.#ask(connection);
    this.#text.whenOpen(() => this.carets.sendTo(connection));
    this.#announcePresence();
  }

  remove(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.#joiners = this.#joiners.filter((joiner) => joiner.connection !== connection);
    this.carets.drop(connection);
    this.#announcePresence();
  }

  /** The connection asks for the text that it does not have yet. */
  join(connection: Connection, stateVector: Uint8Array): void {
    this.#text.whenOpen(() => {
      const shadow = this.#text.cheapShadow;
      if (!shadow) {
        this.#text
          .committedAnswer(stateVector)
          .then((frames) => frames && connection.answer(frames))
          .catch((error: unknown) => {
            this.#live.log.error({ err: error }, 'a text could not be sent; its client asks again');
            const why = 'The text could not be read. Connecting again.';
            connection.end(CLOSE.unavailable, 'rights_changed', 'unavailable', why);
          });
      } else if (this.isSettled) connection.answer([syncStep2Frame(shadow.difference(stateVector))]);
      else {
        this.#joiners.push({ connection, stateVector });
        this.#log.schedule(this);
      }
    });
  }

  /** A message of the connection with content. Refusing it closes the connection. */
  receive(connection: Connection, content: Content): void {
    this.#entrance.receive(connection, content);
  }

  /** Sends one of our own messages to whoever understands them. */
  tell(bytes: Uint8Array): void {
    for (const connection of this.connections) if (connection.understands) connection.send(bytes);
  }

  /** Does what must not go wrong. Where it does all the same, everybody comes back, to a room that begins with what is committed. */
  ifSound<T>(work: () => T): T | null {
    if (this.#isSpoilt) return null;
    try {
      return work();
    } catch (error) {
      this.#spoil(error);
      return null;
    }
  }

  /** The log is shorter than what everybody was sent: a standby took over that lacked its end. They bring it back. */
  lostEnd(): void {
    this.ifSound(() => {
      throw new LogLostEnd();
    });
  }

  /** Takes everything that waits, for one commit. Synchronous, so that the answers are exactly the text with it. */
  cut(): Batch | null {
    const { shadow } = this.#text;
    if (!shadow || !this.hasWork) return null;
    const entries = this.#queue;
    const joiners = this.#joiners;
    this.#queue = [];
    this.#joiners = [];
    const claims = entries.flatMap(({ connection, claims }) =>
      claims.map((id): [number, string] => [id, connection.person.userId]),
    );
    const batch: Batch = {
      room: this,
      entries,
      flush: { sectionId: this.sectionId, cursor: this.#cursor, edits: editsOf(entries), claims },
      answers: joiners.map(({ connection, stateVector }) => ({
        connection,
        frame: syncStep2Frame(shadow.difference(stateVector)),
      })),
      joiners,
      document: this.#wanted.length > 0 && !this.#isAhead ? takeDocument(shadow) : null,
    };
    this.#inFlight = batch;
    return batch;
  }

  /** The batch is committed, behind the row `before` and the rows `missing`: now, and not sooner, others see it. */
  settle(batch: Batch, { head: before, missing }: LogBefore): void {
    if (before < batch.flush.cursor) throw new LogLostEnd();
    this.#inFlight = null;
    for (const row of missing) this.#applyRow(row);
    const { edits } = batch.flush;
    for (const [i, { payload }] of edits.entries()) this.#text.committed({ seq: before + i + 1, payload });
    const head = before + edits.length;
    for (const { connection, frame } of batch.answers) connection.answer([frame]);
    if (edits.length > 0) this.#broadcast(batch);
    // Not sooner: who falls behind at this very batch lacks what comes after the cursor.
    this.compaction.grew(head - Math.max(this.#cursor, before));
    this.#cursor = Math.max(this.#cursor, head);
    if (edits.length > 0) {
      this.#live.ring({ kind: 'appended', sectionId: this.sectionId, head });
      this.#deriver.changed(this);
    }
    this.#acknowledge(batch.entries);
    if (batch.document && missing.length === 0)
      for (const take of this.#wanted.splice(0)) take({ document: batch.document, head });
    this.#giveWanted();
    this.compaction.runIfDue();
    this.catchUp(this.#rung);
  }

  /** The batch was not committed: it waits again, before what came meanwhile. */
  takeBack(batch: Batch): void {
    this.#inFlight = null;
    this.#queue = [...batch.entries, ...this.#queue];
    this.#joiners = [...batch.joiners, ...this.#joiners];
  }

  /**
   * The batch was refused: what these people wrote in it. Who may no longer write is told why. Everything else is judged
   * anew, and everybody asked anew, since what they sent, and what they left out, may have rested on what is gone.
   */
  revoke(batch: Batch, people: Map<string, Loss>): void {
    this.takeBack(batch);
    if (people.size === 0) return;
    const losses = new Map<Connection, Loss>();
    for (const { connection, payload } of batch.entries) {
      const loss = people.get(connection.person.userId);
      if (payload && loss?.reason === 'not_allowed') losses.set(connection, loss);
    }
    const entries = this.#queue;
    this.#queue = [];
    this.#live.traffic.queuedUpdates -= entries.length;
    for (const [connection, { reason, why }] of losses)
      connection.end(CLOSE.rightsChanged, 'rights_changed', reason, why);
    this.#entrance.startOver(entries.filter(({ connection }) => !losses.has(connection)));
    for (const connection of this.connections) {
      connection.awaited += 1;
      this.#ask(connection);
    }
  }

  /** The log has a row `head`, written elsewhere: brings what is missing. */
  catchUp(head: number): void {
    this.#rung = Math.max(this.#rung, head);
    if (head <= this.#cursor || this.#inFlight || this.#isSpoilt) return; // while a commit is under way, it looks afterwards
    this.#text.whenOpen(() => {
      this.#catchingUp ??= this.#bringRows().finally(() => {
        this.#catchingUp = null;
      });
    });
  }

  /** Gives the committed text to `take`, as soon as nothing of what is at hand waits for a commit. */
  want(take: WantsText): void {
    if (this.#isSpoilt) {
      take(null);
      return;
    }
    this.#wanted.push(take);
    this.#text.whenReady(() => this.#giveWanted());
  }

  /** Where something waits for a commit, that commit gives it. */
  #giveWanted(): void {
    const { shadow } = this.#text;
    if (!shadow || !this.isSettled || this.#isAhead || this.#wanted.length === 0) return;
    this.ifSound(() => {
      const document = takeDocument(shadow);
      for (const take of this.#wanted.splice(0)) take({ document, head: this.#cursor });
    });
  }

  /** What somebody lacks who was sent everything up to row `seq` (-1: nothing at all), and which row that brings them to. */
  async framesAfter(seq: number): Promise<{ frames: Uint8Array[]; head: number } | null> {
    const rows = seq < 0 ? null : await this.#text.rowsAfter(seq);
    if (rows && rows.length <= COMPACT_AFTER_ROWS) {
      const frames = rows.length > 0 ? [syncStep2Frame(mergeMany(rows.map(({ payload }) => payload)))] : [];
      return { frames, head: rows.at(-1)?.seq ?? seq };
    }
    return this.#text.whole();
  }

  #opened(committed: Committed, isFirst: boolean): void {
    // The first time nobody was sent anything. Later the connections may lack the rows up to its head.
    if (isFirst) this.#cursor = committed.head;
    this.compaction.begin(committed.rows.length);
    this.catchUp(Math.max(this.#rung, committed.head));
  }

  #nothingNew(connection: Connection, content: Content): void {
    if (!this.isSettled) this.#enqueue({ connection, content, payload: null, claims: [] });
    else {
      connection.settled(content.count);
      connection.tellSaved();
    }
  }

  #ask(connection: Connection): void {
    this.#text.whenOpen((vector) => {
      if (this.connections.has(connection)) connection.ask(syncStep1Frame(vector()));
    });
  }

  #enqueue(entry: Entry): void {
    this.#queue.push(entry);
    this.#live.traffic.queuedUpdates += 1;
    this.#log.schedule(this);
  }

  #broadcast({ entries, flush }: Batch): void {
    const authors = new Set(entries.filter(({ payload }) => payload).map((entry) => entry.connection));
    const bytes = updateFrame(mergeMany(flush.edits.map(({ payload }) => payload)));
    for (const connection of this.connections) {
      // Its own words alone nobody needs back; among others' they do no harm.
      if (authors.size === 1 && authors.has(connection)) continue;
      connection.send(bytes);
    }
  }

  #acknowledge(entries: Entry[]): void {
    this.#live.traffic.queuedUpdates -= entries.length;
    const told = new Set<Connection>();
    for (const { connection, content, payload } of entries) {
      if (payload) this.#live.traffic.committedUpdates += 1;
      connection.settled(content.count);
      told.add(connection);
    }
    for (const connection of told) connection.tellSaved();
  }

  async #bringRows(): Promise<void> {
    try {
      // The doorbell may have rung for more while some were read.
      while (this.#cursor < this.#rung && !this.#inFlight && !this.#isSpoilt) {
        const rows = await this.#live.store.rowsAfter(this.sectionId, this.#cursor);
        if (rows.length === 0) break;
        for (const row of rows) this.ifSound(() => this.#applyRow(row));
      }
    } catch (error) {
      this.#live.log.warn(
        { err: error, section: this.sectionId },
        'rows of another node could not be read; the poll tries again',
      );
    }
    this.#giveWanted();
  }

  /** Brings what was committed elsewhere, and learns whose these Yjs clients are. */
  async #lookUp(clients: number[]): Promise<boolean> {
    const [rows, owners] = await Promise.all([
      this.#text.rowsAfter(this.#cursor),
      this.#text.ownersOf(clients),
    ]);
    if (!rows || !owners) return false;
    for (const row of rows) this.ifSound(() => this.#applyRow(row));
    return true;
  }

  #applyRow(row: LogRow): void {
    if (row.seq <= this.#cursor) return;
    this.#text.foreign(row);
    const bytes = updateFrame(row.payload);
    for (const connection of this.connections) connection.send(bytes);
    this.#cursor = row.seq;
    this.compaction.grew(1);
  }

  #spoil(error: unknown): void {
    this.#isSpoilt = true;
    // Where it happened, and not its message, which may quote the text.
    const at = error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : null;
    this.#live.log.error({ section: this.sectionId, at }, 'a section was given up, and is opened anew');
    const waiting = this.#queue.length + (this.#inFlight?.entries.length ?? 0);
    this.#live.traffic.queuedUpdates -= waiting;
    this.#queue = [];
    this.#joiners = [];
    this.#inFlight = null;
    for (const take of this.#wanted.splice(0)) take(null);
    const why = 'Something went wrong with this section. Connecting again.';
    for (const connection of [...this.connections])
      connection.end(CLOSE.unavailable, 'rights_changed', 'unavailable', why);
  }

  #announcePresence(): void {
    const people = new Map([...this.connections].map((c) => [c.person.userId, c.identity]));
    this.#live.announce(this.reportId, this.sectionId, [...people.values()]);
  }
}

class LogLostEnd extends Error {
  constructor() {
    super('the log is shorter than what everybody was sent');
  }
}

function takeDocument(shadow: Shadow): NodeJson {
  shadow.isNumberedAnew = false;
  return shadow.document();
}
