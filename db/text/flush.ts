import type { Db } from '../access.ts';
import type { Direct } from '../connect.ts';
import type { Edit } from './append.ts';
import { type Author, authorNumbers } from './authors.ts';
import type { LogRow } from './load.ts';
import { type Rights, readRights, whyNot } from './rights.ts';

/** What a node has gathered for one section since its last commit; `cursor` is how far it knows the log. */
export type Flush = {
  sectionId: string;
  cursor: number;
  edits: Edit[];
  claims: [clientId: number, userId: string][];
};

/** Why somebody's edits cannot be committed, as a sentence for them. */
export type Loss = { reason: 'not_allowed' | 'foreign_client'; why: string };

/** By section: who may no longer write in it, and why. */
export type Lost = Map<string, Map<string, Loss>>;

/**
 * A log before a flush went into it, and the rows past the flush's cursor that others had put there. Where `head` is
 * less than the cursor, the log has lost its end, and nothing was appended.
 */
export type LogBefore = { head: number; missing: LogRow[] };

export type Flushed =
  /** By section. What is absent was held by somebody else, and is to be sent again. */
  | { kind: 'appended'; before: Map<string, LogBefore> }
  /** Nothing was appended: drop what these people wrote, and send the rest again. */
  | { kind: 'lost'; lost: Lost };

/** As `append_edits` returns them. */
type Row = {
  outcome: 'appended' | 'held' | 'rights_changed' | 'foreign_client';
  log: number;
  head: number;
  missing_seqs: number[] | null;
  missing_payloads: Buffer[] | null;
  section_id: string;
  user_id: string;
};

/** How often rights are read again within one flush, before the flush is left to be tried again. */
const MAX_READINGS = 3;

const FOREIGN: Loss = {
  reason: 'foreign_client',
  why: 'What you sent was written under the name of somebody else.',
};

/**
 * Commits flushes in one round trip. It knows from earlier ones where the logs are, who has which number, and
 * who may write; Postgres compares the stamps of the rights, and only where one differs they are read anew.
 */
export function createFlusher(db: Db, writing: Direct): (flushes: Flush[]) => Promise<Flushed> {
  const addresses = new Map<string, { log: number; shelf: number }>();
  const authors = new Map<string, number>();
  const rights: Rights = { sections: new Map(), members: new Map() };

  async function learnAddresses(sectionIds: string[]): Promise<void> {
    const unknown = sectionIds.filter((id) => !addresses.has(id));
    if (unknown.length === 0) return;
    const rows = await db
      .selectFrom('sectionDoc')
      .where('sectionId', 'in', unknown)
      .select(['sectionId', 'log', 'shelf'])
      .execute();
    for (const { sectionId, log, shelf } of rows) addresses.set(sectionId, { log, shelf });
  }

  async function learnAuthors(edits: Edit[]): Promise<void> {
    const unknown = new Map<string, Author>();
    for (const { userId, delegationId } of edits) {
      const key = authorKey({ userId, delegationId });
      if (!authors.has(key)) unknown.set(key, { userId, delegationId });
    }
    if (unknown.size === 0) return;
    const numbers = await authorNumbers(db, [...unknown.values()]);
    for (const [i, key] of [...unknown.keys()].entries()) authors.set(key, numbers[i] ?? 0);
  }

  async function learnRights(sectionIds: string[], userIds: string[]): Promise<void> {
    if (sectionIds.length === 0 && userIds.length === 0) return;
    const read = await readRights(db, sectionIds, userIds);
    for (const [id, known] of read.sections) rights.sections.set(id, known);
    for (const [id, known] of read.members) rights.members.set(id, known);
  }

  return async (flushes) => {
    const sectionIds = flushes.map(({ sectionId }) => sectionId);
    const edits = flushes.flatMap((flush) => flush.edits);
    const userIds = [...new Set(edits.map(({ userId }) => userId))];
    await learnAddresses(sectionIds);
    await learnAuthors(edits);
    await learnRights(
      sectionIds.filter((id) => !rights.sections.has(id)),
      userIds.filter((id) => !rights.members.has(id)),
    );

    for (let reading = 0; reading < MAX_READINGS; reading += 1) {
      const lost = rightsLost(flushes, rights);
      if (lost.size > 0) {
        // What is known may be old: nobody loses a right to what has been given back.
        if (reading > 0) return { kind: 'lost', lost };
        await learnRights(sectionIds, userIds);
        continue;
      }
      const rows = await append(writing, flushes, userIds, { addresses, authors, rights });
      const [first] = rows;
      if (first?.outcome === 'foreign_client') return { kind: 'lost', lost: foreign(rows) };
      if (first?.outcome !== 'rights_changed')
        return { kind: 'appended', before: logsBefore(flushes, addresses, rows) };
      await learnRights(sectionIds, userIds);
    }
    throw new Error('rights changed again and again while a flush was committed');
  };
}

type Known = {
  addresses: Map<string, { log: number; shelf: number }>;
  authors: Map<string, number>;
  rights: Rights;
};

const APPEND = {
  name: 'append_edits',
  text: `select * from append_edits($1::integer[], $2::smallint[], $3::integer[], $4::uuid[], $5::bigint[],
  $6::text[], $7::bigint[], $8::integer[], $9::integer[], $10::bytea[], $11::uuid[], $12::bigint[], $13::text[])`,
};

function append(writing: Direct, flushes: Flush[], userIds: string[], known: Known): Promise<Row[]> {
  const inOrder = flushes
    .map((flush) => ({ ...flush, ...addressOf(known.addresses, flush.sectionId) }))
    .sort((a, b) => a.log - b.log);
  const edits = inOrder.flatMap(({ log, edits }) => edits.map((edit) => ({ log, ...edit })));
  const claims = inOrder.flatMap(({ sectionId, claims }) =>
    claims.map(([clientId, userId]) => ({ sectionId, clientId, userId })),
  );
  return writing.ask<Row>(APPEND, [
    inOrder.map(({ log }) => log),
    inOrder.map(({ shelf }) => shelf),
    inOrder.map(({ cursor }) => cursor),
    inOrder.map(({ sectionId }) => sectionId),
    inOrder.map(({ sectionId }) => known.rights.sections.get(sectionId)?.stamp),
    userIds,
    userIds.map((id) => known.rights.members.get(id)?.stamp),
    edits.map(({ log }) => log),
    edits.map((edit) => known.authors.get(authorKey(edit))),
    edits.map(({ payload }) => asBuffer(payload)),
    claims.map(({ sectionId }) => sectionId),
    claims.map(({ clientId }) => clientId),
    claims.map(({ userId }) => userId),
  ]);
}

function addressOf(addresses: Known['addresses'], sectionId: string) {
  const address = addresses.get(sectionId);
  if (!address) throw new Error(`section ${sectionId} has no log`);
  return address;
}

function logsBefore(flushes: Flush[], addresses: Known['addresses'], rows: Row[]): Map<string, LogBefore> {
  const byLog = new Map(rows.map((row) => [row.log, row]));
  const before = new Map<string, LogBefore>();
  for (const { sectionId } of flushes) {
    const row = byLog.get(addressOf(addresses, sectionId).log);
    if (row?.outcome !== 'appended') continue;
    const missing = (row.missing_seqs ?? []).map((seq, i) => ({
      seq,
      payload: row.missing_payloads?.[i] ?? new Uint8Array(),
    }));
    before.set(sectionId, { head: row.head, missing });
  }
  return before;
}

function rightsLost(flushes: Flush[], rights: Rights): Lost {
  const lost: Lost = new Map();
  for (const { sectionId, edits } of flushes) {
    for (const { userId, delegationId } of edits) {
      const why = whyNot(rights, sectionId, userId, delegationId);
      if (why) note(lost, sectionId, userId, { reason: 'not_allowed', why });
    }
  }
  return lost;
}

function foreign(rows: Row[]): Lost {
  const lost: Lost = new Map();
  for (const row of rows) note(lost, row.section_id, row.user_id, FOREIGN);
  return lost;
}

function note(lost: Lost, sectionId: string, userId: string, loss: Loss): void {
  const people = lost.get(sectionId) ?? new Map<string, Loss>();
  lost.set(sectionId, people.set(userId, loss));
}

const authorKey = ({ userId, delegationId }: Author) => `${userId} ${delegationId}`;

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
