import type { Draft } from './drafts.ts';

/** Which section a kept text belongs to, so that it can be spoken of where the section is not at hand. */
export type SectionName = { reportId: string; sectionId: string; title: string };

/**
 * One tab has typed into a section what no server has confirmed. `version` grows with what is typed: whoever
 * has seen a text saved takes away the mark of the version that they saw, and no later one.
 */
export type UnsentMark = SectionName & {
  /** The tab, by a name of its own. */
  replica: string;
  version: number;
  /** When, in milliseconds since 1970, by this device's clock. */
  at: number;
};

/** A section's text as this device has it: its updates, and whose typing in it may not be at the server. */
export type StoredText = {
  updates: Uint8Array[];
  /** The rows that hold them. */
  rows: number[];
  /** The newest schema that wrote any of it. */
  schema: number;
  marks: UnsentMark[];
};

type Row = { row: number; sectionId: string; schema: number; update: Uint8Array };

const [TEXTS, MARKS, DRAFTS] = ['texts', 'marks', 'drafts'];
const nameOf = (userId: string) => `rapporteur/${userId}`;
const devices = new Map<string, Device>();

/** What this browser keeps for `userId`, apart from what it keeps for other people. */
export function deviceOf(userId: string): Device {
  const known = devices.get(userId);
  if (known) return known;
  const device = new Device(userId);
  devices.set(userId, device);
  return device;
}

/**
 * Deletes everything that this browser keeps for `userId`. Other tabs of theirs store nothing from then on.
 * Does nothing where the browser stores nothing.
 */
export async function forgetDevice(userId: string): Promise<void> {
  const device = deviceOf(userId);
  await device.empty().catch(() => {});
  device.close();
  await new Promise<void>((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(nameOf(userId));
      // Blocked by another tab, it is deleted when that one lets go; it is empty already.
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    } catch {
      resolve();
    }
  });
}

/**
 * One person's part of this browser's IndexedDB, shared by all of their tabs. Every method rejects where the
 * browser refuses storage (private windows, a full disk) or has closed it.
 */
export class Device {
  readonly userId: string;
  /** Sections with something that only this tab's memory has, since the browser stored nothing. */
  readonly inMemory = new Map<string, SectionName>();
  #db: Promise<IDBDatabase> | null = null;
  #isClosed = false;

  constructor(userId: string) {
    this.userId = userId;
  }

  /** Signed out: nothing is stored any more, and nothing is to be asked about. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  async load(sectionId: string): Promise<StoredText> {
    return this.#run([TEXTS, MARKS], 'readonly', async (store) => {
      const [rows, marks] = await Promise.all([
        answerTo<Row[]>(store(TEXTS).index('section').getAll(sectionId)),
        answerTo<UnsentMark[]>(store(MARKS).index('section').getAll(sectionId)),
      ]);
      return {
        updates: rows.map(({ update }) => update),
        rows: rows.map(({ row }) => row),
        schema: Math.max(0, ...rows.map(({ schema }) => schema)),
        marks,
      };
    });
  }

  /**
   * Stores an update (null: none), written by `schema`, with the mark of what is in it, in place of the
   * `replaced` rows, and takes away the marks in `settled` that nobody has renewed since. Returns the new row.
   */
  async keep(
    sectionId: string,
    change: {
      update: Uint8Array | null;
      schema: number;
      replaced: number[];
      mark: UnsentMark | null;
      settled: UnsentMark[];
    },
  ): Promise<number | null> {
    const { update, schema, replaced, mark, settled } = change;
    return this.#run(
      [TEXTS, MARKS],
      'readwrite',
      async (store, commit) => {
        for (const { replica, version } of settled) {
          const found = await answerTo<UnsentMark | undefined>(store(MARKS).get([sectionId, replica]));
          if (found?.version === version) store(MARKS).delete([sectionId, replica]);
        }
        for (const row of replaced) store(TEXTS).delete(row);
        if (mark) store(MARKS).put(mark);
        const added = update && store(TEXTS).add({ sectionId, schema, update });
        // So that it is done also when the page is gone before an answer.
        commit();
        return added && Number(await answerTo(added));
      },
      // What only this device has must survive a flat battery.
      mark ? 'strict' : 'relaxed',
    );
  }

  /** Whatever of this person's typing may not be at the server, in all sections. */
  unsent(): Promise<UnsentMark[]> {
    return this.#run([MARKS], 'readonly', (store) => answerTo<UnsentMark[]>(store(MARKS).getAll()));
  }

  /** Forgets a section's text and marks; tabs that have it open write it down again (see `KeptText`). */
  async dropText(sectionId: string): Promise<void> {
    await this.#run([TEXTS, MARKS], 'readwrite', async (store) => {
      for (const name of [TEXTS, MARKS]) {
        const keys = await answerTo(store(name).index('section').getAllKeys(sectionId));
        for (const key of keys) store(name).delete(key);
      }
    });
    const channel = textChannel(this.userId, sectionId);
    channel.postMessage('dropped');
    channel.close();
  }

  drafts(): Promise<Draft[]> {
    return this.#run([DRAFTS], 'readonly', (store) => answerTo<Draft[]>(store(DRAFTS).getAll()));
  }

  async keepDraft(draft: Draft): Promise<void> {
    await this.#run(
      [DRAFTS],
      'readwrite',
      async (store) => {
        store(DRAFTS).put(draft);
      },
      'strict',
    );
  }

  async dropDraft(id: string): Promise<void> {
    await this.#run([DRAFTS], 'readwrite', async (store) => {
      store(DRAFTS).delete(id);
    });
  }

  async empty(): Promise<void> {
    await this.#run([TEXTS, MARKS, DRAFTS], 'readwrite', async (store) => {
      for (const name of [TEXTS, MARKS, DRAFTS]) store(name).clear();
    });
  }

  /** Stores nothing more, also what is asked for later. */
  close(): void {
    this.#isClosed = true;
    if (devices.get(this.userId) === this) devices.delete(this.userId);
    this.#db?.then((db) => db.close()).catch(() => {});
  }

  async #run<T>(
    names: string[],
    mode: IDBTransactionMode,
    work: (store: (name: string) => IDBObjectStore, commit: () => void) => Promise<T>,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> {
    const db = await this.#opened();
    const transaction = db.transaction(names, mode, { durability });
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser stored nothing'));
    });
    // Where `work` fails first, it is that which is told.
    ended.catch(() => {});
    const result = await work(
      (name) => transaction.objectStore(name),
      () => transaction.commit(),
    );
    await ended;
    return result;
  }

  #opened(): Promise<IDBDatabase> {
    if (this.#isClosed) return Promise.reject(new Error('signed out'));
    if (this.#db) return this.#db;
    const opening = this.#open();
    this.#db = opening;
    // Tried again the next time: a full disk may have room by then.
    opening.catch(() => {
      if (this.#db === opening) this.#db = null;
    });
    return opening;
  }

  async #open(): Promise<IDBDatabase> {
    const request = indexedDB.open(nameOf(this.userId), 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore(TEXTS, { keyPath: 'row', autoIncrement: true }).createIndex(
        'section',
        'sectionId',
      );
      db.createObjectStore(MARKS, { keyPath: ['sectionId', 'replica'] }).createIndex('section', 'sectionId');
      db.createObjectStore(DRAFTS, { keyPath: 'id' });
    };
    const db = await answerTo(request);
    // Another tab signs out, and waits for this one.
    db.onversionchange = () => this.close();
    // The person has cleared the browser's storage: opened anew, it is stored anew.
    db.onclose = () => {
      this.#db = null;
    };
    return db;
  }
}

/** Something of a person's that is lost when this browser forgets them. */
export type Unsaved = SectionName & { what: 'not_sent' | 'not_taken' };

/** How long what is just on its way is given to arrive, before it is called unsaved, in milliseconds. */
const ARRIVAL_MS = 1_000;

/** Everything of `userId` in this browser that no server has, one for each section and kind. */
export async function unsavedOn(userId: string): Promise<Unsaved[]> {
  const device = deviceOf(userId);
  const notSent = async () => [...(await device.unsent().catch(() => [])), ...device.inMemory.values()];
  if ((await notSent()).length > 0) await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
  const notTaken = await device.drafts().catch(() => []);
  const all = [
    ...(await notSent()).map((name): Unsaved => ({ ...nameIn(name), what: 'not_sent' })),
    ...notTaken.map((name): Unsaved => ({ ...nameIn(name), what: 'not_taken' })),
  ];
  return [...new Map(all.map((each) => [`${each.what} ${each.sectionId}`, each])).values()];
}

/** Whether text of anybody is only in this tab's memory, and is lost when the page is closed or loaded again. */
export function hasUnkeptText(): boolean {
  return [...devices.values()].some(({ inMemory }) => inMemory.size > 0);
}

function nameIn({ reportId, sectionId, title }: SectionName): SectionName {
  return { reportId, sectionId, title };
}

/** Where tabs of one person tell each other that a section's stored text is gone. */
export function textChannel(userId: string, sectionId: string): BroadcastChannel {
  return new BroadcastChannel(`${nameOf(userId)}/${sectionId}`);
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser stored nothing'));
  });
}
