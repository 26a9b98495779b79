import { type DelegationNames, MSMT_STATES, toneFor } from '../../domain/delegations.ts';
import { DomainError } from '../../domain/errors.ts';
import { coordinatorOnly, type Db, isId, type Person } from '../access.ts';
import type { Action } from '../transaction.ts';
import { violationOf } from '../violations.ts';
import { lockWorkspace } from './workspace.ts';

/** Every delegation with the number of its people. Every member may see them all. */
export async function delegationsFor(db: Db, _person: Person) {
  return await db
    .selectFrom('delegation')
    .leftJoin('member', (join) =>
      join.onRef('member.delegationId', '=', 'delegation.id').on('member.removedAt', 'is', null),
    )
    .groupBy('delegation.id')
    .orderBy('delegation.shortName')
    .select(({ fn }) => [
      'delegation.id',
      'delegation.code',
      'delegation.shortName',
      'delegation.formalName',
      'delegation.tone',
      fn.count<number>('member.userId').as('people'),
    ])
    .execute();
}

/** Adds one state. Throws `conflict` when its code or name is taken. */
export async function addDelegation(action: Action, person: Person, names: DelegationNames): Promise<string> {
  coordinatorOnly(person);
  return await insertDelegation(action, names);
}

/** Adds those of the eleven that are not there yet, and returns how many that were. */
export async function addMsmtStates(action: Action, person: Person): Promise<number> {
  coordinatorOnly(person);
  return await insertMsmtStates(action);
}

/** As `addMsmtStates`, for the set-up, at which there is no coordinator yet. */
export async function insertMsmtStates(action: Action): Promise<number> {
  await lockWorkspace(action.trx);
  const there = await action.trx.selectFrom('delegation').select(['code', 'shortName']).execute();
  const missing = MSMT_STATES.filter(
    (state) => !there.some(({ code, shortName }) => code === state.code || shortName === state.shortName),
  );
  for (const state of missing) await insertDelegation(action, state);
  return missing.length;
}

/** As `addDelegation`, for the set-up, at which there is no coordinator yet. */
export async function insertDelegation(action: Action, names: DelegationNames): Promise<string> {
  await lockWorkspace(action.trx); // so that two states added at once do not get one tone
  const taken = await action.trx.selectFrom('delegation').select('tone').execute();
  const { id } = await action.trx
    .insertInto('delegation')
    .values({ ...names, tone: toneFor(taken.map(({ tone }) => tone)) })
    .returning('id')
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => refuseTaken(error, names));
  await action.record('delegation.added', { details: { code: names.code, name: names.shortName } });
  return id;
}

/** Changes names or code. Throws `not_found`, or `conflict` when another delegation has them. */
export async function changeDelegation(
  action: Action,
  person: Person,
  id: string,
  change: Partial<DelegationNames>,
): Promise<void> {
  coordinatorOnly(person);
  if (Object.keys(change).length === 0) return;
  const before = await delegationById(action.trx, id);
  await action.trx
    .updateTable('delegation')
    .set(change)
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => refuseTaken(error, { ...before, ...change }));
  await action.record('delegation.changed', { details: { was: before.code, ...change } });
}

/**
 * Removes a state that nothing refers to. Throws `not_found`, or `conflict` when something does, or while any
 * section is in clearance: who has to agree does not change under a clearance that is under way.
 */
export async function removeDelegation(action: Action, person: Person, id: string): Promise<void> {
  coordinatorOnly(person);
  const { code, shortName } = await delegationById(action.trx, id);
  await refuseDuringClearance(action, shortName);
  await action.trx
    .deleteFrom('invitation')
    .where('delegationId', '=', id)
    .where('acceptedAt', 'is', null)
    .where((eb) => eb.or([eb('withdrawnAt', 'is not', null), eb('expiresAt', '<', new Date())]))
    .execute();
  await action.trx
    .deleteFrom('delegation')
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => {
      if (violationOf(error) !== 'reference') throw error;
      throw new DomainError(
        'conflict',
        `${shortName} cannot be removed: people, invitations, sections or records belong to it.`,
      );
    });
  await action.record('delegation.removed', { details: { code, name: shortName } });
}

async function refuseDuringClearance({ trx }: Action, shortName: string): Promise<void> {
  // Whoever takes a section to another stage holds its report: none goes into clearance while we look.
  await trx.selectFrom('report').orderBy('id').forShare().select('id').execute();
  const clearing = await trx
    .selectFrom('section')
    .innerJoin('report', 'report.id', 'section.reportId')
    .where('section.stage', '=', 'clearance')
    .where('section.removedAt', 'is', null)
    .orderBy('report.symbol')
    .orderBy('section.place')
    .select(['section.title', 'report.symbol'])
    .execute();
  const [first] = clearing;
  if (!first) return;
  const others = clearing.length - 1;
  const more = others === 0 ? '' : others === 1 ? ' and one other section' : ` and ${others} other sections`;
  throw new DomainError(
    'conflict',
    `${shortName} cannot be removed now: “${first.title}” in ${first.symbol}${more} ${others === 0 ? 'is' : 'are'} in clearance, and who has to agree does not change meanwhile. Agree what is in clearance or return it to review first.`,
  );
}

/** Throws `not_found`. */
export async function delegationById(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('delegation').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!row) throw new DomainError('not_found', 'There is no such delegation.');
  return row;
}

function refuseTaken(error: unknown, names: Pick<DelegationNames, 'code' | 'shortName'>): never {
  if (violationOf(error) !== 'unique') throw error;
  throw new DomainError(
    'conflict',
    `There is already a delegation with the code ${names.code} or the name ${names.shortName}.`,
  );
}
