import * as Y from 'yjs';
import { type Client, join } from '../collab.ts';
import { until } from '../live.ts';

/** Between two keys of one writer, in ms: far faster than people type, so that a short time shows much. */
const KEY_MS = 20;
/** After so many keys a writer presses Enter. */
const PARAGRAPH_KEYS = 240;
/** What the ids of the paragraphs begin with that bystanders write. */
export const TYPING = 'typing-';

/**
 * Two people with a section open, of whom one types all the time and the other one reads: whatever happens
 * around them, every key has to arrive, and not much later than in quiet times.
 */
export class Pair {
  readonly writer: Client;
  readonly reader: Client;
  /** Keys that have not arrived, with the moment they were due and the writer's clock after them. */
  readonly #under: { dueMs: number; clock: number }[] = [];
  #latencies: number[] = [];
  #typed = 0;
  #arrived = 0;
  #text: Y.XmlText | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(writer: Client, reader: Client) {
    this.writer = writer;
    this.reader = reader;
    reader.ydoc.on('update', () => this.#look());
  }

  /** Opens the section for both. */
  static async sitDown(url: string, sectionId: string, [writer, reader]: [string, string]): Promise<Pair> {
    const pair = new Pair(join(url, sectionId, writer), join(url, sectionId, reader));
    const both = [pair.writer, pair.reader];
    await Promise.all(both.map((client) => client.synced()));
    // The first state of a client has the clock 0, which others take for nothing new.
    for (const { provider } of both) provider.awareness.setLocalState({});
    await until(() => both.every(({ provider }) => provider.awareness.getStates().size === both.length));
    return pair;
  }

  start(): void {
    let dueMs = performance.now();
    const step = () => {
      // Also what is overdue, as people do not wait for each other's keys.
      for (; dueMs <= performance.now(); dueMs += KEY_MS) this.#type(dueMs);
      this.#timer = setTimeout(step, Math.max(0, dueMs - performance.now()));
    };
    step();
  }

  /** Stops typing, and resolves when every key has arrived. */
  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await until(() => this.#under.length === 0);
  }

  /** Resolves when a key has arrived that was typed after this call. */
  async next(): Promise<void> {
    const awaited = this.#typed + 1;
    await until(() => this.#arrived >= awaited);
  }

  /** How long each key took from the moment it was due until the other had it, in ms, since this was last asked. */
  takeLatencies(): number[] {
    const taken = this.#latencies;
    this.#latencies = [];
    return taken;
  }

  leave(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.writer.destroy();
    this.reader.destroy();
  }

  #type(dueMs: number): void {
    const { ydoc, body } = this.writer;
    const isNew = this.#typed % PARAGRAPH_KEYS === 0;
    ydoc.transact(() => {
      if (isNew || !this.#text) {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.setAttribute('id', `${TYPING}${ydoc.clientID}-${this.#typed}`);
        this.#text = new Y.XmlText();
        paragraph.insert(0, [this.#text]);
        body.push([paragraph]);
      }
      this.#text.insert(this.#text.length, 'k');
    });
    this.#typed += 1;
    this.#under.push({ dueMs, clock: Y.getState(ydoc.store, ydoc.clientID) });
  }

  #look(): void {
    const clock = Y.getState(this.reader.ydoc.store, this.writer.ydoc.clientID);
    for (let key = this.#under[0]; key && key.clock <= clock; key = this.#under[0]) {
      this.#latencies.push(performance.now() - key.dueMs);
      this.#under.shift();
      this.#arrived += 1;
    }
  }
}
