import * as Y from 'yjs';
import type { LogRow } from '../db/text/load.ts';
import type { OpenedText } from '../db/text/store.ts';
import { leaveFormatting } from '../domain/document/ydoc.ts';
import { Committed } from './committed.ts';
import type { Entry } from './entrance.ts';
import { Shadow } from './gate.ts';
import { NOTHING } from './heavy/merging.ts';
import type { Live } from './live.ts';

/** The state vector of a replica that has nothing. */
const HAS_NOTHING = Uint8Array.of(0);

/** How long to wait before a text is built once more that could not be, in ms. */
const REBUILD_MS = 1000;

/** What the text of a section asks of its room, and tells it. */
type Owner = {
  /** False: nobody waits for the text, and reading it need not be tried again. */
  isWanted(): boolean;
  /** What was accepted and is not committed, in order. */
  uncommitted(): Entry[];
  /** The sequence number up to which everybody was sent everything. */
  cursor(): number;
  /** The text was read. It may be newer than what everybody was sent, but for the first time. */
  opened(committed: Committed, isFirst: boolean): void;
  /** There is a shadow again. */
  ready(): void;
  /** The log is shorter than what everybody was sent. */
  lostEnd(): void;
};

/**
 * The text of one open section on this node. First as the bytes it is stored in, which is all that those need who
 * only read; when somebody writes, as a shadow, built in pieces so that no other section waits for it.
 */
export class SectionText {
  readonly #live: Live;
  readonly #sectionId: string;
  readonly #owner: Owner;
  #committed: Committed | null = null;
  #shadow: Shadow | null = null;
  #isLong = false;
  #isFirst = true;
  #head = 0;
  #clients = new Map<number, string>();
  #opening: Promise<void> | null = null;
  #building: Promise<void> | null = null;
  /** The text read once more, for those who come while there is a long shadow; null once it is old. */
  #reread: Promise<Committed | null> | null = null;
  #whenOpen: ((vector: () => Uint8Array) => void)[] = [];
  #whenReady: (() => void)[] = [];

  constructor(live: Live, sectionId: string, owner: Owner) {
    this.#live = live;
    this.#sectionId = sectionId;
    this.#owner = owner;
  }

  /** The text with all that was accepted; null while there is none. */
  get shadow(): Shadow | null {
    return this.#shadow;
  }

  /** The shadow, where it takes no time to make an answer from it. */
  get cheapShadow(): Shadow | null {
    return this.#isLong ? null : this.#shadow;
  }

  /** The sequence number of the row that the text stands on, beside what waits for a commit. */
  get head(): number {
    return this.#head;
  }

  get isBusy(): boolean {
    return this.#opening !== null || this.#building !== null;
  }

  /** Calls back as soon as the text is known, at once where it is, with what tells its encoded state vector. */
  whenOpen(work: (vector: () => Uint8Array) => void): void {
    const vector = this.#vector();
    if (vector) work(vector);
    else {
      this.#whenOpen.push(work);
      void this.#open();
    }
  }

  /** Calls back as soon as there is a shadow, in the order of the calls. */
  whenReady(work: () => void): void {
    if (this.#shadow && this.#whenReady.length === 0) work();
    else {
      this.#whenReady.push(work);
      this.#build();
    }
  }

  /** A row of ours was committed: the shadow has it. */
  committed(row: LogRow): void {
    this.#reread = null;
    this.#head = Math.max(this.#head, row.seq);
    this.#committed?.add(row);
  }

  /** A row of another node was committed. */
  foreign(row: LogRow): void {
    this.#shadow?.applyCommitted(row.payload);
    this.committed(row);
  }

  /** The frames that bring the committed text to somebody who has what `vector` says; null: nobody waits any more. */
  async committedAnswer(vector: Uint8Array): Promise<Uint8Array[] | null> {
    const committed = await this.#current();
    return committed ? committed.answer(vector) : null;
  }

  /** The whole committed text in frames, and the row it stands on. */
  async whole(): Promise<{ frames: Uint8Array[]; head: number } | null> {
    const committed = await this.#current();
    if (!committed) return null;
    const { head } = committed;
    return { frames: await committed.answer(HAS_NOTHING), head };
  }

  rowsAfter(seq: number): Promise<LogRow[] | null> {
    return this.#untilDone(() => this.#live.store.rowsAfter(this.#sectionId, seq));
  }

  /** Whose of these Yjs clients are known: from now on the gate knows it too. */
  async ownersOf(clients: number[]): Promise<Map<number, string> | null> {
    const owners = await this.#untilDone(() => this.#live.store.ownersOf(this.#sectionId, clients));
    for (const [client, userId] of owners ?? []) this.#clients.set(client, userId);
    return owners;
  }

  /** The shadow holds something that it must not: makes a new one, for which `first` comes before what waits for one. */
  reload(first: (() => void)[] = []): void {
    this.#shadow = null;
    this.#committed = null;
    this.#whenReady.unshift(...first);
    this.#build();
  }

  #vector(): (() => Uint8Array) | null {
    const shadow = this.#shadow;
    const committed = this.#committed;
    if (shadow) return () => shadow.vector();
    return committed && (() => committed.vector());
  }

  #open(): Promise<void> {
    this.#opening ??= this.#openUntilDone();
    return this.#opening;
  }

  async #openUntilDone(): Promise<void> {
    const begunAtMs = this.#live.now();
    const text = await this.#untilDone(() => this.#read());
    this.#opening = null;
    if (!text) return;
    this.#live.traffic.loaded((this.#live.now() - begunAtMs) / 1000);
    const committed = new Committed(this.#live.heavy, text);
    this.#clients = text.owners;
    this.#head = text.head;
    this.#committed = committed;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    this.#owner.opened(committed, isFirst);
    for (const work of this.#whenOpen.splice(0)) work(() => committed.vector());
  }

  async #read(): Promise<OpenedText> {
    const { store } = this.#live;
    for (;;) {
      const sentBefore = this.#isFirst ? 0 : this.#owner.cursor();
      const text = await store.open(this.#sectionId);
      if (text.head < sentBefore) {
        this.#owner.lostEnd();
        throw new Error('a text was read that is older than what everybody was sent');
      }
      // What was committed while we read may be in neither: then it is read again.
      if (this.#isFirst || text.head >= this.#owner.cursor()) return text;
    }
  }

  /** The committed text as bytes, read anew where a long shadow took its place. */
  async #current(): Promise<Committed | null> {
    if (this.#committed) return this.#committed;
    const reading = this.#reread ?? this.#readAgain();
    this.#reread = reading;
    const committed = await reading;
    if (!committed && this.#reread === reading) this.#reread = null;
    return committed;
  }

  async #readAgain(): Promise<Committed | null> {
    const text = await this.#untilDone(() => this.#read());
    return text && new Committed(this.#live.heavy, text);
  }

  #build(): void {
    this.#building ??= this.#buildUntilDone().catch(async (error: unknown) => {
      this.#live.log.error(
        { err: error, section: this.#sectionId },
        'a text could not be built; trying again',
      );
      await this.#live.sleep(REBUILD_MS);
      this.#building = null;
      if (this.#owner.isWanted()) this.#build();
    });
  }

  /** Builds the shadow: the committed text, and on it what was accepted but waits. */
  async #buildUntilDone(): Promise<void> {
    while (!this.#shadow) {
      if (!this.#committed) await this.#open();
      const committed = this.#committed;
      if (!committed) {
        this.#building = null;
        return; // nobody waits for it
      }
      const ydoc = leaveFormatting(new Y.Doc());
      for (const piece of await committed.pieces()) {
        Y.applyUpdate(ydoc, piece);
        if (committed.isLong) await this.#live.turn();
      }
      // The rows may become more while we build.
      for (let i = 0; i < committed.rows.length; i += 1) {
        Y.applyUpdate(ydoc, committed.rows[i]?.payload ?? NOTHING);
        if (committed.isLong && i % 50 === 49) await this.#live.turn();
      }
      if (this.#committed !== committed) continue; // spoilt while we built
      this.#become(committed, ydoc);
    }
    this.#building = null;
    this.#owner.ready();
    while (this.#shadow && this.#whenReady.length > 0) this.#whenReady.shift()?.();
    if (this.#whenReady.length > 0) this.#build();
  }

  #become(committed: Committed, ydoc: Y.Doc): void {
    const shadow = new Shadow(ydoc, this.#clients);
    for (const { payload, claims, connection } of this.#owner.uncommitted()) {
      if (payload) shadow.applyCommitted(payload);
      // What is not committed is no claim against somebody's whose it is.
      for (const id of claims) if (!this.#clients.has(id)) this.#clients.set(id, connection.person.userId);
    }
    this.#shadow = shadow;
    this.#committed = null;
    this.#isLong = committed.isLong;
  }

  /** Tries until the database answers; null when nobody waits for it any more. */
  async #untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
      try {
        return await work();
      } catch (error) {
        this.#live.log.warn(
          { err: error, section: this.#sectionId },
          'a section could not be read; trying again',
        );
        if (!this.#owner.isWanted()) return null;
        await this.#live.sleep(waitMs);
      }
    }
  }
}
