import type { LogBefore, Loss } from '../db/text/flush.ts';
import type { NodeJson } from '../domain/document/outline.ts';
import { CLOSE } from '../domain/protocol.ts';
import { Carets } from './carets.ts';
import type { Committed } from './committed.ts';
import { Compaction } from './compaction.ts';
import type { Connection, Content } from './connection.ts';
import { Delivery } from './delivery.ts';
import type { Deriver } from './deriver.ts';
import { Entrance, type Entry } from './entrance.ts';
import { syncStep1Frame, syncStep2Frame } from './frames.ts';
import type { Shadow } from './gate.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import { type Batch, Queue } from './queue.ts';
import { SectionText } from './section-text.ts';

/** How long people are waited for who bring back what the log lost, in ms: they come back within seconds. */
const RECOVER_MS = 60_000;

/** Told the committed text and the sequence number it stands on; null: this room will never know. */
export type WantsText = (text: { document: NodeJson; head: number } | null) => void;

/**
 * One open section on this node: who is in it, and what comes about there. What they write waits for its commit
 * (`Queue`), and nothing leaves the room for anybody else before it is committed (`Delivery`).
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
  readonly #queue: Queue;
  readonly #delivery: Delivery;
  #wanted: WantsText[] = [];
  /** Why nothing is done in it any more. */
  #end: 'something went wrong' | 'the log lost its end' | null = null;

  /** `before`: the room that this one takes the place of. */
  constructor(
    live: Live,
    log: Log,
    deriver: Deriver,
    section: { id: string; reportId: string },
    before: Room | null = null,
  ) {
    const recoversUntilMs = before?.lostLogsEnd ? live.now() + RECOVER_MS : 0;
    this.#live = live;
    this.#log = log;
    this.#deriver = deriver;
    this.sectionId = section.id;
    this.reportId = section.reportId;
    this.carets = new Carets(live, section.id, this.connections);
    this.compaction = new Compaction(live, section.id);
    this.#queue = new Queue(this, live.traffic);
    this.#text = new SectionText(live, section.id, {
      isWanted: () =>
        !this.isSpoilt &&
        (this.connections.size > 0 || this.hasWork || this.#queue.isInFlight || this.#wanted.length > 0),
      uncommitted: () => this.#queue.uncommitted,
      cursor: () => this.cursor,
      opened: (committed, isFirst) => this.#opened(committed, isFirst),
      ready: () => {
        if (this.hasWork) this.#log.schedule(this);
        this.#giveWanted();
      },
      lostEnd: () => this.lostEnd(),
    });
    const { connections, compaction } = this;
    this.#delivery = new Delivery(
      live,
      { id: section.id, connections, compaction, text: this.#text },
      {
        mayCatchUp: () => !this.#queue.isInFlight && !this.isSpoilt,
        ifSound: (work) => this.ifSound(work),
        caughtUp: () => this.#giveWanted(),
      },
    );
    this.#entrance = new Entrance(this.#text, {
      isIn: (connection) => this.connections.has(connection),
      nothingNew: (connection, content) => this.#nothingNew(connection, content),
      accepted: (entry) => this.#enqueue(entry),
      lookUp: (clients) => this.#delivery.lookUp(clients),
      isRecovering: () => live.now() < recoversUntilMs,
    });
  }

  /** True while something waits for a commit, or somebody for the text. */
  get hasWork(): boolean {
    return this.#queue.hasWork;
  }

  /** True when all that is at hand is committed. */
  get isSettled(): boolean {
    return this.#queue.isSettled;
  }

  /** True when what others count by may have changed since the text was last given to anybody who wanted it. */
  get isNumberedAnew(): boolean {
    return this.#text.shadow?.isNumberedAnew ?? false;
  }

  /** True when the room can be forgotten: nobody is in it and everything is committed. */
  get isIdle(): boolean {
    const isEmpty = this.connections.size === 0 && !this.hasWork && !this.#queue.isInFlight;
    return isEmpty && !this.#text.isBusy && !this.#deriver.isDue(this);
  }

  /** True when something went wrong in it that must not be: nothing is done in it any more, and another one is needed. */
  get isSpoilt(): boolean {
    return this.#end !== null;
  }

  /** True when it is spoilt for that reason: the people who were in it have more than the log. */
  get lostLogsEnd(): boolean {
    return this.#end === 'the log lost its end';
  }

  /** The log's sequence number up to which the connections were sent everything. */
  get cursor(): number {
    return this.#delivery.cursor;
  }

  add(connection: Connection): void {
    this.connections.add(connection);
    this.#ask(connection);
    this.#text.whenOpen(() => this.carets.sendTo(connection));
    this.#announcePresence();
  }

  remove(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.#queue.dropJoiner(connection);
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
            connection.comeBack(why);
          });
      } else if (this.isSettled) connection.answer([syncStep2Frame(shadow.difference(stateVector))]);
      else {
        this.#queue.addJoiner({ connection, stateVector });
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
    if (this.isSpoilt) return null;
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

  /** Takes everything that waits, for one commit; null where nothing does, or the text is being read anew. */
  cut(): Batch | null {
    const { shadow } = this.#text;
    if (!shadow || !this.hasWork) return null;
    const isWanted = this.#wanted.length > 0 && !this.#delivery.isBehind;
    return this.#queue.cut(shadow, this.cursor, isWanted ? takeDocument(shadow) : null);
  }

  /** The batch is committed, behind the row `before` and the rows `missing`: now, and not sooner, others see it. */
  settle(batch: Batch, { head: before, missing }: LogBefore): void {
    if (before < batch.flush.cursor) throw new LogLostEnd();
    this.#queue.land();
    for (const row of missing) this.#delivery.bring(row);
    const { edits } = batch.flush;
    for (const [i, { payload }] of edits.entries()) this.#text.committed({ seq: before + i + 1, payload });
    const head = before + edits.length;
    for (const { connection, frame } of batch.answers) connection.answer([frame]);
    if (edits.length > 0) {
      this.#delivery.broadcast(batch, before);
      this.#live.ring({ kind: 'appended', sectionId: this.sectionId, head });
      this.#deriver.changed(this);
    }
    this.#queue.acknowledge(batch.entries);
    if (batch.document && missing.length === 0)
      for (const take of this.#wanted.splice(0)) take({ document: batch.document, head });
    this.#giveWanted();
    this.compaction.runIfDue();
    this.#delivery.catchUpWithRung();
  }

  /** The batch was not committed: it waits again, before what came meanwhile. */
  takeBack(batch: Batch): void {
    this.#queue.takeBack(batch);
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
    const entries = this.#queue.takeOut();
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
    this.#delivery.catchUp(head);
  }

  /** Gives the committed text to `take`, as soon as nothing of what is at hand waits for a commit. */
  want(take: WantsText): void {
    if (this.isSpoilt) {
      take(null);
      return;
    }
    this.#wanted.push(take);
    this.#text.whenReady(() => this.#giveWanted());
  }

  /** Where something waits for a commit, that commit gives it. */
  #giveWanted(): void {
    const { shadow } = this.#text;
    if (!shadow || !this.isSettled || this.#delivery.isBehind || this.#wanted.length === 0) return;
    this.ifSound(() => {
      const document = takeDocument(shadow);
      for (const take of this.#wanted.splice(0)) take({ document, head: this.cursor });
    });
  }

  /** What somebody lacks who was sent everything up to row `seq` (-1: nothing at all), and which row that brings them to. */
  framesAfter(seq: number): Promise<{ frames: Uint8Array[]; head: number } | null> {
    return this.#delivery.framesAfter(seq);
  }

  #opened(committed: Committed, isFirst: boolean): void {
    // The first time nobody was sent anything. Later the connections may lack the rows up to its head.
    if (isFirst) this.#delivery.beginAt(committed.head);
    this.compaction.begin(committed.rows);
    this.#delivery.catchUp(committed.head);
    this.#delivery.catchUpWithRung();
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
    this.#queue.add(entry);
    this.#log.schedule(this);
  }

  #spoil(error: unknown): void {
    this.#end = error instanceof LogLostEnd ? 'the log lost its end' : 'something went wrong';
    // Where it happened, and not its message, which may quote the text.
    const at = error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : null;
    this.#live.log.error({ section: this.sectionId, at }, 'a section was given up, and is opened anew');
    this.#queue.clear();
    for (const take of this.#wanted.splice(0)) take(null);
    const why = 'Something went wrong with this section. Connecting again.';
    for (const connection of [...this.connections]) connection.comeBack(why);
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
