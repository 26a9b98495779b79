import { type DelegationNames, MSMT_STATES, toneFor } from '../../domain/delegations.ts';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import { POSITION_NAMES } from '../../domain/workflow/positions.ts';
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
  await refuseTaken(action.trx, names, null);
  const taken = await action.trx.selectFrom('delegation').select('tone').execute();
  const { id } = await action.trx
    .insertInto('delegation')
    .values({ ...names, tone: toneFor(taken.map(({ tone }) => tone)) })
    .returning('id')
    .executeTakeFirstOrThrow();
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
  await lockWorkspace(action.trx); // so that no other state takes the names meanwhile
  const before = await delegationById(action.trx, id);
  await refuseTaken(action.trx, { ...before, ...change }, id);
  await action.trx.updateTable('delegation').set(change).where('id', '=', id).execute();
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
  // Looked up beforehand: after the refusal Postgres answers nothing more in this transaction.
  const held = await whatHolds(action.trx, id);
  await action.trx
    .deleteFrom('delegation')
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => {
      if (violationOf(error) !== 'reference') throw error;
      throw new DomainError('conflict', heldInWords(shortName, held));
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

/** Throws `conflict`, about each field, where a state other than `id` has the code or the short name. */
async function refuseTaken(
  db: Db,
  { code, shortName }: Pick<DelegationNames, 'code' | 'shortName'>,
  id: string | null,
): Promise<void> {
  const others = (await db.selectFrom('delegation').select(['id', 'code', 'shortName']).execute()).filter(
    (other) => other.id !== id,
  );
  const fields: FieldError[] = [];
  const same = others.find((other) => other.code === code);
  if (same) fields.push({ path: 'code', message: `${same.shortName} has the code ${code} already.` });
  const namesake = others.find((other) => other.shortName === shortName);
  if (namesake)
    fields.push({
      path: 'shortName',
      message: `There is already a state ${shortName}, with the code ${namesake.code}.`,
    });
  if (fields.length > 0)
    throw new DomainError('conflict', fields.map(({ message }) => message).join(' '), fields);
}

/**
 * What refers to a state, in words; and whether that can be given up. What was done in its name, and whoever was
 * removed, stays with it.
 */
async function whatHolds(db: Db, id: string): Promise<{ what: string[]; forGood: boolean }> {
  const people = await db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.delegationId', '=', id)
    .orderBy('user.name')
    .select(['user.name', 'member.removedAt'])
    .execute();
  const invitations = await db
    .selectFrom('invitation')
    .where('delegationId', '=', id)
    .where('acceptedAt', 'is', null)
    .orderBy('email')
    .select('email')
    .execute();
  const sections = await db
    .selectFrom('section')
    .innerJoin('report', 'report.id', 'section.reportId')
    .where('section.removedAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('section.leadDelegationId', '=', id),
        eb(
          'section.id',
          'in',
          eb.selectFrom('sectionContributor').where('delegationId', '=', id).select('sectionId'),
        ),
      ]),
    )
    .orderBy('report.symbol')
    .orderBy('section.place')
    .select(['section.title', 'report.symbol'])
    .execute();
  const { acts } = await db
    .selectFrom('event')
    .where('delegationId', '=', id)
    .select(({ fn }) => fn.countAll<number>().as('acts'))
    .executeTakeFirstOrThrow();
  const what = [
    ...people.map(({ name, removedAt }) => (removedAt === null ? name : `${name} (removed)`)),
    ...invitations.map(({ email }) => `the invitation of ${email}`),
    ...sections.map(({ title, symbol }) => `the section “${title}” of ${symbol}`),
    ...(acts === 0 ? [] : [acts === 1 ? 'one entry of the activity' : `${acts} entries of the activity`]),
  ];
  const forGood = acts > 0 || what.length === 0 || people.some(({ removedAt }) => removedAt !== null);
  return { what, forGood };
}

const mostNamed = 5;

function heldInWords(shortName: string, { what, forGood }: Awaited<ReturnType<typeof whatHolds>>): string {
  const shown = what.length > mostNamed + 1 ? what.slice(0, mostNamed) : what;
  const more = what.length - shown.length;
  const list = new Intl.ListFormat('en').format([
    ...(shown.length > 0 ? shown : ['older records']),
    ...(more > 0 ? [`${more} others`] : []),
  ]);
  const belongs = `${shortName} cannot be removed: ${list} ${what.length === 1 ? 'belongs' : 'belong'} to it.`;
  return forGood
    ? `${belongs} What is recorded is never changed, so the state stays for the record. If it takes no part any more, its clearing officer takes the position “${POSITION_NAMES.not_participating}”.`
    : `${belongs} Give people and sections another state, and withdraw invitations, first.`;
}
