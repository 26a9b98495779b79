import { sql } from 'kysely';
import type { SectionOutline } from '../../domain/document/outline.ts';
import type { Db } from '../access.ts';
import type { Direct } from '../connect.ts';
import type { Edit } from './append.ts';
import { headsOf } from './append.ts';
import { COMPACT_AFTER_ROWS, compact } from './compact.ts';
import {
  derivedFrom,
  freshen,
  laggingSections,
  type OutlinedText,
  readOutline,
  writeDerived,
} from './derive.ts';
import { createFlusher, type Flush, type Flushed } from './flush.ts';
import {
  type LogRow,
  longTails,
  readText,
  rowsAfter,
  type Snapshot,
  type StoredText,
  tailOf,
} from './load.ts';

export type { Edit };

/** A log with more rows past its snapshot is folded before it is opened: such a one was left by a node that died. */
const TOO_MANY_ROWS = 2 * COMPACT_AFTER_ROWS;

/** What a room starts from: the text, and whose each known client id is. */
export type OpenedText = StoredText & { owners: Map<number, string> };

/**
 * The truth about texts, as the live side sees it: everything that a node asks of Postgres while people write.
 * Each of these either is done whole or throws, and whoever asks tries again.
 */
export type TextStore = {
  /** Reads a section's text. Throws `not_found`. */
  open(sectionId: string): Promise<OpenedText>;
  /** The log's rows past `seq`, in order. */
  rowsAfter(sectionId: string, seq: number): Promise<LogRow[]>;
  /** Whose of these Yjs clients are known, in a section. */
  ownersOf(sectionId: string, clientIds: number[]): Promise<Map<number, string>>;
  /** The sequence numbers of the last rows. */
  heads(sectionIds: string[]): Promise<Map<string, number>>;
  /** Commits what a node has gathered, all of it or nothing, but for the logs that somebody else holds. After an error it may be there all the same: appending it again does no harm. */
  append(flushes: Flush[]): Promise<Flushed>;
  /** Writes what is derived from texts. */
  derive(texts: OutlinedText[]): Promise<void>;
  /** What was derived last; null where there is no such section. */
  outline(sectionId: string): Promise<SectionOutline | null>;
  /** Writes a snapshot of what is committed. Returns false where nothing was to be done. */
  compact(sectionId: string): Promise<boolean>;
  /** The sections whose log has more than `rows` rows past its snapshot. */
  longTails(rows: number): Promise<string[]>;
  /** Sections whose outline and digest have lagged behind their log for a while. */
  lagging(): Promise<{ sectionId: string; reportId: string }[]>;
  /** Derives anew what lags behind the log of a section. */
  freshen(sectionId: string): Promise<void>;
};

/**
 * The store that every node has, on Postgres. `writing` leads to the same database, and nothing but commits go through
 * it, so that no other question is before them. `folding` makes the snapshots: off this thread, where there is one.
 */
export function createTextStore(
  db: Db,
  writing: Direct,
  folding?: (text: StoredText) => Snapshot | Promise<Snapshot>,
): TextStore {
  const flusher = createFlusher(db, writing);
  return {
    async open(sectionId) {
      if ((await tailOf(db, sectionId)) > TOO_MANY_ROWS) await compact(db, sectionId, folding);
      const [text, owners] = await Promise.all([readText(db, sectionId), ownersOf(db, sectionId)]);
      return { ...text, owners };
    },
    rowsAfter: (sectionId, seq) => rowsAfter(db, sectionId, seq),
    ownersOf: (sectionId, clientIds) => ownersOf(db, sectionId, clientIds),
    heads: (sectionIds) => headsOf(db, sectionIds),
    append: (flushes) => flusher(flushes),
    derive: async (texts) => writeDerived(db, await Promise.all(texts.map(derivedFrom))),
    outline: (sectionId) => readOutline(db, sectionId),
    compact: (sectionId) => compact(db, sectionId, folding),
    longTails: (rows) => longTails(db, rows),
    lagging: () => laggingSections(db),
    freshen: (sectionId) => freshen(db, sectionId),
  };
}

/** `clientIds`: only of these. */
async function ownersOf(db: Db, sectionId: string, clientIds?: number[]): Promise<Map<number, string>> {
  const all = db.selectFrom('sectionClient').where('sectionId', '=', sectionId);
  const asked = clientIds ? all.where('clientId', '=', sql<number>`any(${clientIds}::bigint[])`) : all;
  const rows = await asked.select(['clientId', 'userId']).execute();
  return new Map(rows.map((row) => [row.clientId, row.userId]));
}
