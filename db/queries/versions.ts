import { sql, type Transaction } from 'kysely';
import { onlyThreads } from '../../domain/document/anchor.ts';
import { digestOf } from '../../domain/document/canonical.ts';
import { compareDocuments } from '../../domain/document/diff.ts';
import { restoreDocument } from '../../domain/document/restore.ts';
import { checkedDocument } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Db, isId, type Person, sectionFor } from '../access.ts';
import type { Database } from '../tables.ts';
import { lockLogs } from '../text/append.ts';
import { changeText } from '../text/change.ts';
import { loadDocument } from '../text/load.ts';
import { keepVersion } from '../text/versions.ts';
import type { Action } from '../transaction.ts';
import { holdSection } from './hold-section.ts';
import { visibleThreadIds } from './threads.ts';

/** The versions of a section without their texts, newest first. Throws `not_found`. */
export async function listVersions(db: Db, person: Person, sectionId: string) {
  await sectionFor(db, person, sectionId, { kind: 'read' });
  const rows = await selectVersions(db)
    .where('version.sectionId', '=', sectionId)
    .orderBy('version.createdAt', 'desc')
    .orderBy('version.head', 'desc')
    .execute();
  return rows.map(shown);
}

/** A version with its text, in which only the comment threads are marked that `person` may see. Throws `not_found`. */
export async function readVersion(db: Db, person: Person, versionId: string) {
  const { document, ...version } = await versionFor(db, person, versionId);
  const threads = await visibleThreadIds(db, person, version.sectionId);
  return { ...version, document: onlyThreads(document, threads) };
}

/**
 * What was added and removed from one version to another of the same section, or to the text as it stands
 * now (`'now'`). Throws `not_found`, and `invalid` for versions of two sections.
 */
export async function compareVersions(db: Db, person: Person, fromId: string, toId: string | 'now') {
  const { document: before, ...from } = await versionFor(db, person, fromId);
  const { document: after, ...to } =
    toId === 'now' ? await textNow(db, from.sectionId) : await versionFor(db, person, toId);
  if (to.sectionId !== from.sectionId)
    throw new DomainError('invalid', 'These are versions of two sections. Choose two of one section.');
  return { from, to, ...compareDocuments(before, after) };
}

/** Keeps the text as it stands under a name. Returns the version's id. Throws `not_found`, `forbidden`. */
export async function nameVersion(
  action: Action,
  person: Person,
  sectionId: string,
  name: string,
): Promise<string> {
  const section = await holdSection(action.trx, person, sectionId, { kind: 'keep_version' });
  await lockLogs(action.trx, [sectionId]);
  const { id } = await keepVersion(action.trx, sectionId, 'named', person.userId, name);
  await action.record('version.named', {
    reportId: section.reportId,
    sectionId,
    details: { title: section.title, name, versionId: id },
  });
  return id;
}

/**
 * Makes the text what a version says, by a change forward: what stands now is kept as a version first, and
 * whoever is typing goes on. Throws `not_found`, `forbidden`, and `conflict` when the text says that already.
 */
export async function restoreVersion(action: Action, person: Person, versionId: string) {
  const version = await versionFor(action.trx, person, versionId);
  const { sectionId } = version;
  const section = await holdSection(action.trx, person, sectionId, { kind: 'restore_version' });
  await lockLogs(action.trx, [sectionId]);
  const before = await keepVersion(action.trx, sectionId, 'restore', person.userId);
  if (before.digest === version.digest)
    throw new DomainError('conflict', 'The text says already what this version says.');
  // A version of an older schema is read as what it means now.
  const target = checkedDocument(version.document).toJSON();
  const { head, digest } = await changeText(action, section, person, (ydoc) => restoreDocument(ydoc, target));
  await action.record('version.restored', {
    reportId: section.reportId,
    sectionId,
    details: {
      title: section.title,
      versionId,
      name: version.name,
      keptAt: version.createdAt.toISOString(),
      beforeVersionId: before.id,
    },
  });
  return { head, digest };
}

/** When a text that goes on being written is kept: after a pause, and at the latest after so long. */
export type AutosaveTimes = { idleMs: number; longestMs: number };

/**
 * The sections whose text changed since their newest version and, as of `now`, rests for `idleMs` or has been
 * changing for `longestMs`. Checks no right: for the server itself.
 */
export async function sectionsToKeep(db: Db, times: AutosaveTimes, now: Date): Promise<string[]> {
  const rows = await selectUnkept(db, times, now).execute();
  return rows.map(({ sectionId }) => sectionId);
}

/**
 * Keeps a version of a section's text, in the name of whoever changed it last, if that is still due and no
 * other node is at it. Returns whether one was kept.
 */
export async function keepIfDue(
  trx: Transaction<Database>,
  sectionId: string,
  times: AutosaveTimes,
  now: Date,
): Promise<boolean> {
  const free = await trx
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select(sql<boolean>`pg_try_advisory_xact_lock(hashtext('keep_version'), log)`.as('isFree'))
    .executeTakeFirst();
  if (!free?.isFree) return false;
  const due = await selectUnkept(trx, times, now).where('doc.sectionId', '=', sectionId).executeTakeFirst();
  if (!due?.changedBy) return false;
  await keepVersion(trx, sectionId, 'autosave', due.changedBy);
  return true;
}

function selectUnkept(db: Db, { idleMs, longestMs }: AutosaveTimes, now: Date) {
  return (
    db
      .selectFrom('sectionDoc as doc')
      .innerJoin('section', 'section.id', 'doc.sectionId')
      .leftJoinLateral(
        (lateral) =>
          lateral
            .selectFrom('version')
            .whereRef('version.sectionId', '=', 'doc.sectionId')
            .orderBy('version.head', 'desc')
            .limit(1)
            .select(['version.head', 'version.digest'])
            .as('kept'),
        (join) => join.onTrue(),
      )
      .innerJoinLateral(
        (lateral) =>
          lateral
            .selectFrom('sectionUpdate as change')
            .whereRef('change.shelf', '=', 'doc.shelf')
            .whereRef('change.log', '=', 'doc.log')
            // The first row of a log is the empty text that a new section is given.
            .where(({ eb, fn, ref, val }) => eb('change.seq', '>', fn.coalesce(ref('kept.head'), val(1))))
            .orderBy('change.seq')
            .limit(1)
            .select('change.at')
            .as('first'),
        (join) => join.onTrue(),
      )
      .where('section.removedAt', 'is', null)
      // A comment's anchor adds to the log and changes nothing that a version is for.
      .whereRef('doc.digest', 'is distinct from', 'kept.digest')
      .where(({ or, eb }) =>
        or([
          eb('doc.changedAt', '<=', new Date(now.getTime() - idleMs)),
          eb('first.at', '<=', new Date(now.getTime() - longestMs)),
        ]),
      )
      .select(['doc.sectionId', 'doc.changedBy'])
  );
}

async function versionFor(db: Db, person: Person, versionId: string) {
  const row = isId(versionId)
    ? await selectVersions(db)
        .where('version.id', '=', versionId)
        .select('version.document')
        .executeTakeFirst()
    : undefined;
  if (!row) throw new DomainError('not_found', 'There is no such version.');
  await sectionFor(db, person, row.sectionId, { kind: 'read' });
  return { ...shown(row), document: row.document };
}

async function textNow(db: Db, sectionId: string) {
  const { document, head } = await loadDocument(db, sectionId);
  return {
    id: 'now' as const,
    sectionId,
    head,
    reason: null,
    name: null,
    digest: await digestOf(document),
    createdAt: null,
    createdBy: null,
    document,
  };
}

function selectVersions(db: Db) {
  return db
    .selectFrom('version')
    .innerJoin('user', 'user.id', 'version.createdBy')
    .leftJoin('member', 'member.userId', 'version.createdBy')
    .leftJoin('delegation', 'delegation.id', 'member.delegationId')
    .select([
      'version.id',
      'version.sectionId',
      'version.head',
      'version.reason',
      'version.name',
      'version.digest',
      'version.createdAt',
      'user.id as makerId',
      'user.name as makerName',
      'delegation.code as makerCode',
    ]);
}

type VersionRow = Awaited<ReturnType<ReturnType<typeof selectVersions>['execute']>>[number];

function shown(row: VersionRow) {
  const { id, sectionId, head, reason, name, digest, createdAt } = row;
  const createdBy = { id: row.makerId, name: row.makerName, code: row.makerCode ?? '' };
  return { id, sectionId, head, reason, name, digest, createdAt, createdBy };
}
