import { randomUUID } from 'node:crypto';
import { type Migration, Migrator, sql } from 'kysely';
import * as Y from 'yjs';
import type { Db } from '../../db/connect.ts';
import * as start from '../../db/migrations/0001-start.ts';
import { digestOf } from '../../domain/document/canonical.ts';
import { type NodeJson, outlineOf, type SectionOutline } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { element } from './hostile/text-tools.ts';
import { type Seeded, seeded } from './seeded.ts';

/** A row of the log as the first migration kept it, under the section's id and with its author's. */
export type FirstRow = { seq: number; payload: Buffer; userId: string; delegationId: string; at: Date };

/** A text as of some row of its log. */
type TextAsOf = { head: number; update: Buffer; document: NodeJson; digest: string; outline: SectionOutline };

/** A section that was written before the log was moved, and all that was known of it. */
export type FirstSection = {
  id: string;
  reportId: string;
  /** In which its report was begun. */
  year: number;
  rows: FirstRow[];
  /** null: none yet. */
  snapshot: TextAsOf | null;
  text: TextAsOf;
  version: TextAsOf & { id: string };
  /** Whose each client id is. */
  owners: Map<number, string>;
};

export type FirstPeople = {
  delegations: { JPN: string; ROK: string };
  /** Drafts for Japan. */
  tora: string;
  /** Drafts for the Republic of Korea. */
  min: string;
  /** Drafted for Japan in every second row, and for the Republic of Korea in the end. */
  sora: string;
};

export type FirstLog = { people: FirstPeople; sections: FirstSection[] };

/**
 * Takes a bare database to the first migration only and writes, as that one had it, the last report of last year
 * and the first of this year, with texts of several people. By SQL, since no code of the product knows that form
 * any more. Its clocks show Korea's time, in which both are of the same year.
 */
export async function writeFirstLog(db: Db, seed: number): Promise<FirstLog> {
  const migrations: Record<string, Migration> = { '0001-start': start };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  await sql`alter database ${sql.id(rows[0]?.name ?? '')} set timezone to 'Asia/Seoul'`.execute(db);

  const random = seeded(seed);
  const people = await writePeople(db);
  const thisYear = new Date().getUTCFullYear();
  const last = await writeReport(db, people, 'FIRST/1', new Date(Date.UTC(thisYear - 1, 11, 31, 23, 59)));
  const next = await writeReport(db, people, 'FIRST/2', new Date(Date.UTC(thisYear, 0, 1, 0, 1)));
  const begun = [
    { reportId: last, year: thisYear - 1, length: 40, snapshotHead: 25 },
    { reportId: next, year: thisYear, length: 30, snapshotHead: 30 },
    { reportId: last, year: thisYear - 1, length: 20, snapshotHead: 0 },
    { reportId: next, year: thisYear, length: 1, snapshotHead: 0 },
  ];
  const sections: FirstSection[] = [];
  for (const { reportId, year, length, snapshotHead } of begun) {
    const section = await composeSection(random, people, length, snapshotHead);
    sections.push({ ...section, reportId, year });
  }
  for (const [place, section] of sections.entries()) await writeSection(db, people, section, place);
  // As they came: those of several sections among each other.
  const logged = sections.flatMap(({ id, rows }) => rows.map((row) => ({ id, ...row })));
  for (const { id, seq, payload, userId, delegationId, at } of logged.sort((a, b) => a.seq - b.seq))
    await sql`insert into section_update (section_id, seq, payload, user_id, delegation_id, at)
      values (${id}, ${seq}, ${payload}, ${userId}, ${delegationId}, ${at})`.execute(db);
  return { people, sections };
}

async function writePeople(db: Db): Promise<FirstPeople> {
  const delegations = { JPN: randomUUID(), ROK: randomUUID() };
  await sql`insert into delegation (id, code, short_name, formal_name, tone)
    values (${delegations.JPN}, 'JPN', 'Japan', 'Japan', 0),
      (${delegations.ROK}, 'ROK', 'Republic of Korea', 'the Republic of Korea', 1)`.execute(db);
  const person = async (id: string, delegationId: string) => {
    await sql`insert into "user" (id, name, email) values (${id}, ${id}, ${`${id}@example.org`})`.execute(db);
    await sql`insert into member (user_id, delegation_id, roles) values (${id}, ${delegationId}, '{drafter}')`.execute(
      db,
    );
    return id;
  };
  return {
    delegations,
    tora: await person('tora', delegations.JPN),
    min: await person('min', delegations.ROK),
    sora: await person('sora', delegations.ROK),
  };
}

async function writeReport(db: Db, { tora }: FirstPeople, symbol: string, begunAt: Date): Promise<string> {
  const id = randomUUID();
  await sql`insert into report (id, symbol, title, languages, created_by, created_at)
    values (${id}, ${symbol}, 'A report', '{en}', ${tora}, ${begunAt})`.execute(db);
  return id;
}

/** Writes a text of so many rows, each by the next of three people, who often have not seen the last few. */
async function composeSection(
  random: Seeded,
  { delegations, tora, min, sora }: FirstPeople,
  length: number,
  snapshotHead: number,
): Promise<Omit<FirstSection, 'reportId' | 'year'>> {
  const { JPN, ROK } = delegations;
  const turns = [
    { userId: tora, delegationId: JPN, replica: new Y.Doc() },
    { userId: min, delegationId: ROK, replica: new Y.Doc() },
    { userId: sora, delegationId: JPN, replica: new Y.Doc() },
  ];
  const committed = new Y.Doc();
  const rows: FirstRow[] = [];
  const versionHead = Math.ceil(length / 2);
  let version: TextAsOf | null = null;
  let snapshot: TextAsOf | null = null;
  for (let seq = 1; seq <= length; seq += 1) {
    const { userId, delegationId, replica } = turns[(seq - 1) % turns.length] ?? raise();
    if (seq <= turns.length || random.chance(0.5))
      Y.applyUpdate(replica, Y.encodeStateAsUpdate(committed, Y.encodeStateVector(replica)));
    const before = Y.encodeStateVector(replica);
    replica.transact(() => write(random, replica, `${userId}-${seq}`));
    const payload = Buffer.from(Y.encodeStateAsUpdate(replica, before));
    Y.applyUpdate(committed, payload);
    const isMoved = userId === sora && seq > length / 2;
    const at = new Date(Date.now() - (length - seq + 1) * 60_000);
    rows.push({ seq, payload, userId, delegationId: isMoved ? ROK : delegationId, at });
    if (seq === versionHead) version = await textAsOf(committed, seq);
    if (seq === snapshotHead) snapshot = await textAsOf(committed, seq);
  }
  return {
    id: randomUUID(),
    rows,
    snapshot,
    text: await textAsOf(committed, length),
    version: { id: randomUUID(), ...(version ?? raise()) },
    owners: new Map(turns.slice(0, length).map(({ replica, userId }) => [replica.clientID, userId])),
  };
}

/** A new paragraph somewhere, and sometimes an older one away, or words into it. */
function write(random: Seeded, ydoc: Y.Doc, id: string): void {
  const body = ydoc.getXmlFragment(BODY);
  const block = element('paragraph', { id }, new Y.XmlText(`Written as ${id} 😀.`));
  body.insert(random.int(0, body.length), [block]);
  const other = body.get(random.int(0, body.length - 1));
  if (!(other instanceof Y.XmlElement)) return;
  const text = other.get(0);
  if (random.chance(0.5) && text instanceof Y.XmlText) text.insert(0, 'And before: ');
  else if (random.chance(0.2)) body.delete(body.toArray().indexOf(other), 1);
}

async function textAsOf(ydoc: Y.Doc, head: number): Promise<TextAsOf> {
  const document = documentOf(ydoc);
  const update = Buffer.from(Y.encodeStateAsUpdate(ydoc));
  return { head, update, document, digest: await digestOf(document), outline: outlineOf(document) };
}

async function writeSection(
  db: Db,
  { delegations, tora }: FirstPeople,
  { id, reportId, rows, snapshot, text, version, owners }: FirstSection,
  place: number,
): Promise<void> {
  await sql`insert into section (id, report_id, place, kind, title, lead_delegation_id)
    values (${id}, ${reportId}, ${place}, 'body', 'Findings', ${delegations.JPN})`.execute(db);
  await sql`insert into section_contributor (section_id, delegation_id) values (${id}, ${delegations.ROK})`.execute(
    db,
  );
  const changed = rows.at(-1) ?? raise();
  await sql`insert into section_doc
      (section_id, head, snapshot, snapshot_head, outline, digest, changed_at, changed_by)
    values (${id}, ${text.head}, ${snapshot?.update ?? null}, ${snapshot?.head ?? 0},
      ${JSON.stringify(text.outline)}, ${text.digest}, ${changed.at}, ${changed.userId})`.execute(db);
  for (const [clientId, userId] of owners)
    await sql`insert into section_client (section_id, client_id, user_id)
      values (${id}, ${clientId}, ${userId})`.execute(db);
  await sql`insert into version (id, section_id, head, reason, name, state, document, digest, created_by)
    values (${version.id}, ${id}, ${version.head}, 'named', 'Half of it', ${version.update},
      ${JSON.stringify(version.document)}, ${version.digest}, ${tora})`.execute(db);
}

function raise(): never {
  throw new Error('a section has at least one row');
}
