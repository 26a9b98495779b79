import { DomainError } from '../../domain/errors.ts';
import {
  POSITION_NAMES,
  POSITIONS_WITH_TEXT,
  type PositionKind,
  standing,
} from '../../domain/workflow/positions.ts';
import { type Db, type Person, reportFor, sectionFor } from '../access.ts';
import { lockLogs } from '../text/append.ts';
import { keepVersion } from '../text/versions.ts';
import type { Action } from '../transaction.ts';
import { holdSection } from './hold-section.ts';
import { participatingStates, selectSections } from './section-rows.ts';

/** What a state says of the text whose digest is `digest`; `comment` is empty for none. */
export type PositionInput = { kind: PositionKind; comment: string; digest: string };

/** The clearance table of a report: sections in their order, states with one's own first, and a cell for each pair. Throws `not_found`. */
export async function readClearance(db: Db, person: Person, reportId: string) {
  await reportFor(db, person, reportId);
  const [rows, states] = await Promise.all([
    selectSections(db).where('section.reportId', '=', reportId).execute(),
    participatingStates(db),
  ]);
  const sections = rows.map(({ id, title, kind, stage, digest }) => ({ id, title, kind, stage, digest }));
  const positions =
    sections.length === 0
      ? []
      : await selectPositions(db)
          .where(
            'position.sectionId',
            'in',
            sections.map(({ id }) => id),
          )
          .distinctOn(['position.sectionId', 'position.delegationId'])
          .orderBy('position.sectionId')
          .orderBy('position.delegationId')
          .orderBy('position.id', 'desc')
          .execute();
  const newest = new Map(
    positions.map((position) => [`${position.sectionId} ${position.delegationId}`, position]),
  );
  const delegations = states
    .map(({ id, code, shortName, tone }) => ({ id, code, shortName, tone }))
    .sort((a, b) => Number(b.id === person.delegationId) - Number(a.id === person.delegationId));
  const cells = sections.flatMap((section) =>
    delegations.map((delegation) => {
      const row = newest.get(`${section.id} ${delegation.id}`);
      return {
        sectionId: section.id,
        delegationId: delegation.id,
        position: row ? shown(row) : null,
        standing: standing(row, section.digest),
      };
    }),
  );
  return { sections, delegations, cells };
}

/** Every position that was ever taken on a section, newest first. Throws `not_found`. */
export async function listPositions(db: Db, person: Person, sectionId: string) {
  await sectionFor(db, person, sectionId, { kind: 'read' });
  const rows = await selectPositions(db)
    .where('position.sectionId', '=', sectionId)
    .orderBy('position.id', 'desc')
    .execute();
  return rows.map((row) => ({ delegationId: row.delegationId, ...shown(row) }));
}

/**
 * Takes the position of `person`'s state on the text that they saw, and binds it to a version that holds this
 * text. Throws `not_found`, `forbidden`, `invalid` where words are missing, and `conflict` when the text is
 * another by now.
 */
export async function takePosition(
  action: Action,
  person: Person,
  sectionId: string,
  input: PositionInput,
): Promise<void> {
  const section = await holdSection(action.trx, person, sectionId, { kind: 'take_position' });
  if (POSITIONS_WITH_TEXT.includes(input.kind) && input.comment === '') {
    const message = `“${POSITION_NAMES[input.kind]}” needs its words: say what the state wants.`;
    throw new DomainError('invalid', message, [{ path: 'comment', message }]);
  }
  // Nobody can append to the log while the version that the position binds to is found or made.
  await lockLogs(action.trx, [sectionId]);
  const { digest } = await action.trx
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select('digest')
    .executeTakeFirstOrThrow();
  if (digest !== input.digest)
    throw new DomainError(
      'conflict',
      'The text changed while you were reading. Nothing was recorded: read it again, and then take the position.',
    );
  const versionId = await versionWith(action, person, sectionId, digest);
  await action.trx
    .insertInto('position')
    .values({
      sectionId,
      delegationId: person.delegationId,
      kind: input.kind,
      comment: input.comment,
      digest,
      versionId,
      takenBy: person.userId,
    })
    .execute();
  await action.record('position.taken', {
    reportId: section.reportId,
    sectionId,
    details: { title: section.title, position: input.kind, state: person.delegationName, versionId },
  });
}

/** The newest version with this text; the text as it stands is kept as one where there is none. */
async function versionWith(
  action: Action,
  person: Person,
  sectionId: string,
  digest: string,
): Promise<string> {
  const kept = await action.trx
    .selectFrom('version')
    .where('sectionId', '=', sectionId)
    .where('digest', '=', digest)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .select('id')
    .executeTakeFirst();
  return kept?.id ?? (await keepVersion(action.trx, sectionId, 'autosave', person.userId)).id;
}

function selectPositions(db: Db) {
  return db
    .selectFrom('position')
    .innerJoin('user', 'user.id', 'position.takenBy')
    .select([
      'position.sectionId',
      'position.delegationId',
      'position.kind',
      'position.comment',
      'position.digest',
      'position.versionId',
      'position.takenAt',
      'user.id as takenById',
      'user.name as takenByName',
    ]);
}

type PositionRow = Awaited<ReturnType<ReturnType<typeof selectPositions>['execute']>>[number];

function shown({ kind, comment, takenAt, takenById, takenByName, digest, versionId }: PositionRow) {
  return { kind, comment, takenAt, takenBy: { id: takenById, name: takenByName }, digest, versionId };
}
