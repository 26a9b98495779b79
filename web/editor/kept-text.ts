import * as Y from 'yjs';
import { SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { type Device, type SectionName, type StoredText, textChannel, type UnsentMark } from './device.ts';
import type { Saving } from './saving.ts';

/** What is typed is written down together for this long, in milliseconds; leaving the page writes at once. */
const GATHER_MS = 50;
/** How long after a failure the browser is tried again, in milliseconds. */
const RETRY_MS = 5_000;
/** How long a browser that does not say whether it stores anything keeps people from their text, in milliseconds. */
const PATIENCE_MS = 3_000;
/** After so many rows they are replaced by one. */
const MANY_ROWS = 300;

/**
 * `newer`: a later version of this page wrote it, whose text this one would damage; it is not loaded.
 * `refused`: the browser stores nothing.
 */
export type Loading = 'loaded' | 'newer' | 'refused';

/**
 * Keeps a section's text on this device: loads what was kept into the document, and writes down every change of
 * it, with a mark as long as something that was typed here may not be at the server.
 */
export class KeptText {
  /** Ends in any case, also where the browser says nothing for a while. */
  readonly loaded: Promise<Loading>;
  readonly #ydoc: Y.Doc;
  readonly #device: Device;
  readonly #name: SectionName;
  readonly #replica = crypto.randomUUID();
  readonly #onState: (state: Saving['device']) => void;
  readonly #onUnsent: () => void;
  readonly #channel: BroadcastChannel;
  #queue: Uint8Array[] = [];
  /** The rows whose content is in the document. */
  #rows: number[] = [];
  /** Others' marks for what was loaded, and this tab's own as last written. */
  #marks: UnsentMark[] = [];
  #typed = 0;
  #saved = 0;
  /** The device lacks something that is no longer in the queue. */
  #isBehind = false;
  /** The server has everything that was loaded. */
  #isLoadedSaved = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isOver = false;
  #isRefused = false;

  /** `onState` hears what the device does with what is typed; `onUnsent` that something loaded may be unsent. */
  constructor(
    ydoc: Y.Doc,
    device: Device,
    name: SectionName,
    tell: { onState: (state: Saving['device']) => void; onUnsent: () => void },
  ) {
    this.#ydoc = ydoc;
    this.#device = device;
    this.#name = name;
    this.#onState = tell.onState;
    this.#onUnsent = tell.onUnsent;
    this.#channel = textChannel(device.userId, name.sectionId);
    this.#channel.onmessage = () => this.#writeAnew();
    const loading = this.#load();
    const silence = new Promise<Loading>((resolve) => setTimeout(resolve, PATIENCE_MS, 'refused'));
    this.loaded = Promise.race([loading, silence]).then((outcome) => {
      if (outcome === 'refused') this.#refused();
      return outcome;
    });
    ydoc.on('update', this.#onUpdate);
    window.addEventListener('pagehide', this.#writeNow);
    document.addEventListener('visibilitychange', this.#writeWhenHidden);
  }

  /** Whether `origin`, of a Yjs update, is what this device had kept. */
  isOrigin(origin: unknown): boolean {
    return origin === this;
  }

  /** The document has something more that somebody typed here. */
  typed(): void {
    this.#typed += 1;
    if (this.#isRefused) this.#device.inMemory.set(this.#name.sectionId, this.#name);
    else this.#onState('keeping');
  }

  /** The server has everything that is in the document now. */
  allSaved(): void {
    this.#saved = this.#typed;
    this.#device.inMemory.delete(this.#name.sectionId);
    this.#isLoadedSaved = true;
    if (this.#marks.length > 0) this.#schedule();
  }

  /** Takes up what another tab of this person kept meanwhile, and which nobody may be there any more to send. */
  takeUpOthers(): void {
    this.#writing = this.#writing.then(() => this.#takeUpOthers());
  }

  /** Stops, when everything is written down. */
  async close(): Promise<void> {
    this.#stop();
    await this.#write();
    this.#isOver = true;
    this.#channel.close();
  }

  /** Stops, and forgets the section's text on this device. Other tabs that have it open keep theirs. */
  async discard(): Promise<void> {
    this.#isOver = true;
    this.#stop();
    await this.#writing;
    this.#channel.close();
    await this.#device.dropText(this.#name.sectionId);
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this) return;
    this.#queue.push(update);
    this.#schedule();
  };

  readonly #writeNow = () => void this.#write();

  readonly #writeWhenHidden = () => {
    if (document.visibilityState === 'hidden') this.#writeNow();
  };

  #schedule(): void {
    this.#timer ??= setTimeout(this.#writeNow, this.#isRefused ? RETRY_MS : GATHER_MS);
  }

  #refused(): void {
    this.#isRefused = true;
    this.#isBehind = true;
    if (this.#typed > this.#saved) this.#device.inMemory.set(this.#name.sectionId, this.#name);
    this.#onState('refused');
  }

  async #load(): Promise<Loading> {
    let stored: StoredText;
    try {
      stored = await this.#device.load(this.#name.sectionId);
    } catch {
      return 'refused';
    }
    if (stored.schema > SCHEMA_VERSION) {
      this.#isOver = true;
      if (stored.marks.length > 0) this.#onUnsent();
      return 'newer';
    }
    if (!this.#isOver) this.#takeUp(stored);
    return 'loaded';
  }

  #takeUp({ updates, rows, marks }: StoredText): void {
    if (updates.length > 0)
      this.#ydoc.transact(() => {
        for (const update of updates) Y.applyUpdate(this.#ydoc, update);
      }, this);
    this.#rows = [...new Set([...this.#rows, ...rows])];
    const own = this.#marks.filter(({ replica }) => replica === this.#replica);
    const others = marks.filter(({ replica }) => replica !== this.#replica);
    this.#marks = [...own, ...others];
    if (others.length === 0) return;
    this.#isLoadedSaved = false;
    this.#onUnsent();
  }

  async #takeUpOthers(): Promise<void> {
    if (this.#isOver) return;
    const isOthers = ({ replica }: UnsentMark) => replica !== this.#replica;
    try {
      const stored = await this.#device.load(this.#name.sectionId);
      if (stored.marks.some(isOthers) && stored.schema <= SCHEMA_VERSION && !this.#isOver)
        this.#takeUp(stored);
    } catch {
      // The browser stores nothing: nobody has left anything either.
    }
  }

  /** Another tab has thrown the stored text away with something of its own: this one's is good. */
  #writeAnew(): void {
    this.#isBehind = true;
    this.#rows = [];
    this.#marks = [];
    this.#schedule();
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeOnce());
    return this.#writing;
  }

  async #writeOnce(): Promise<void> {
    if (this.#isOver) return;
    const isWhole = this.#isBehind || this.#rows.length > MANY_ROWS;
    const queue = this.#queue.splice(0);
    if (!isWhole && queue.length === 0 && this.#marks.length === 0) return;
    const typed = this.#typed;
    const mark = typed > this.#saved ? this.#mark(typed) : null;
    const own = this.#marks.filter(({ replica }) => replica === this.#replica);
    const others = this.#marks.filter(({ replica }) => replica !== this.#replica);
    const settled = [...(mark ? [] : own), ...(this.#isLoadedSaved ? others : [])];
    const update = isWhole
      ? Y.encodeStateAsUpdate(this.#ydoc)
      : queue.length > 0
        ? Y.mergeUpdates(queue)
        : null;
    if (!update && !mark && settled.length === 0) return;
    const replaced = isWhole ? this.#rows : [];
    try {
      const row = await this.#device.keep(this.#name.sectionId, {
        update,
        schema: SCHEMA_VERSION,
        replaced,
        mark,
        settled,
      });
      this.#rows = [...(isWhole ? [] : this.#rows), ...(row === null ? [] : [row])];
      this.#marks = [
        ...others.filter((each) => !settled.includes(each)),
        ...(mark ? [mark] : own.filter((each) => !settled.includes(each))),
      ];
      this.#isBehind = false;
      this.#isRefused = false;
      this.#device.inMemory.delete(this.#name.sectionId);
      if (this.#typed === typed) this.#onState('kept');
    } catch {
      this.#refused();
    }
  }

  #mark(version: number): UnsentMark {
    return { ...this.#name, replica: this.#replica, version, at: Date.now() };
  }

  #stop(): void {
    this.#device.inMemory.delete(this.#name.sectionId);
    clearTimeout(this.#timer);
    this.#ydoc.off('update', this.#onUpdate);
    window.removeEventListener('pagehide', this.#writeNow);
    document.removeEventListener('visibilitychange', this.#writeWhenHidden);
  }
}
