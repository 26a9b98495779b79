import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import { coordinatorOnly, type Db, type Person } from '../access.ts';
import type { Action } from '../transaction.ts';
import { violationOf } from '../violations.ts';
import { delegationById } from './delegations.ts';
import { lockWorkspace } from './workspace.ts';

/**
 * Everybody who is or was a member, with removed people last. When somebody was last here and whether they
 * have a second factor is for coordinators; others get null there.
 */
export async function peopleFor(db: Db, person: Person) {
  const coordinates = person.roles.includes('coordinator');
  const rows = await db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .innerJoin('delegation', 'delegation.id', 'member.delegationId')
    .orderBy(sql`member.removed_at is not null`)
    .orderBy('delegation.shortName')
    .orderBy('user.name')
    .select([
      'user.id',
      'user.name',
      'user.email',
      'member.roles',
      'user.twoFactorEnabled',
      'member.lastSeenAt',
      'member.removedAt',
      'delegation.id as delegationId',
      'delegation.code',
      'delegation.shortName',
      'delegation.tone',
    ])
    .execute();
  return rows.map(({ delegationId, code, shortName, tone, twoFactorEnabled, lastSeenAt, ...row }) => ({
    ...row,
    delegation: { id: delegationId, code, shortName, tone },
    secondFactor: coordinates ? twoFactorEnabled : null,
    lastSeenAt: coordinates ? lastSeenAt : null,
  }));
}

/**
 * What makes an account: `passwordHash` by better-auth's scrypt, the e-mail address in small letters. Without a
 * password (null) nobody can sign in to it, until a coordinator makes a link that sets one.
 */
export type NewAccount = {
  name: string;
  email: string;
  passwordHash: string | null;
  delegationId: string;
  roles: Role[];
};

/** Makes user, password and membership. Throws `conflict` when the address has an account already. */
export async function insertAccount(action: Action, account: NewAccount): Promise<string> {
  const id = randomBytes(16).toString('hex');
  await action.trx
    .insertInto('user')
    .values({ id, name: account.name, email: account.email, emailVerified: true, image: null })
    .execute()
    .catch((error: unknown) => {
      if (violationOf(error) !== 'unique') throw error;
      throw new DomainError('conflict', `${account.email} has an account already. Sign in with it.`);
    });
  await action.trx
    .insertInto('account')
    .values({ id, userId: id, accountId: id, providerId: 'credential', password: account.passwordHash })
    .execute();
  await action.trx
    .insertInto('member')
    .values({ userId: id, delegationId: account.delegationId, roles: account.roles })
    .execute();
  return id;
}

/** Changes somebody's roles or delegation. Throws `not_found`, or `conflict` for the last coordinator. */
export async function changePerson(
  action: Action,
  person: Person,
  userId: string,
  change: { roles?: Role[]; delegationId?: string },
): Promise<void> {
  coordinatorOnly(person);
  if (Object.keys(change).length === 0) return;
  await lockWorkspace(action.trx);
  const before = await memberById(action.trx, userId);
  if (before.removedAt !== null)
    throw new DomainError('conflict', `${before.name} was removed. Undo the removal first.`);
  const delegation = await delegationById(action.trx, change.delegationId ?? before.delegationId);
  await action.trx.updateTable('member').set(change).where('userId', '=', userId).execute();
  await keepACoordinator(action.trx);
  await action.record('person.roles_changed', {
    details: {
      userId,
      name: before.name,
      was: before.roles,
      roles: change.roles ?? before.roles,
      delegation: delegation.code,
    },
  });
}

/** Changes one's own name: what others see from now on. What was printed keeps the name it was printed with. */
export async function renameSelf(action: Action, person: Person, name: string): Promise<void> {
  if (name === person.name) return;
  await action.trx.updateTable('user').set({ name }).where('id', '=', person.userId).execute();
  await action.record('person.renamed', { details: { userId: person.userId, was: person.name, name } });
}

/** Takes somebody's rights away and ends their sessions. What they wrote keeps their name. */
export async function removePerson(action: Action, person: Person, userId: string): Promise<void> {
  coordinatorOnly(person);
  await lockWorkspace(action.trx);
  const { name, removedAt } = await memberById(action.trx, userId);
  if (removedAt !== null) return;
  await action.trx
    .updateTable('member')
    .set({ removedAt: sql<Date>`now()` })
    .where('userId', '=', userId)
    .execute();
  await keepACoordinator(action.trx);
  await action.trx.deleteFrom('session').where('userId', '=', userId).execute();
  await action.record('person.removed', { details: { userId, name } });
}

/** Undoes a removal: the person can sign in again, with the roles they had. */
export async function restorePerson(action: Action, person: Person, userId: string): Promise<void> {
  coordinatorOnly(person);
  const { name, removedAt } = await memberById(action.trx, userId);
  if (removedAt === null) return;
  await action.trx.updateTable('member').set({ removedAt: null }).where('userId', '=', userId).execute();
  await action.record('person.restored', { details: { userId, name } });
}

/**
 * Takes the second factor off the account of somebody who lost it, and ends their sessions: whoever has the
 * password signs in with it alone. One's own is turned off with one's password instead. Throws `forbidden`,
 * `not_found`, or `conflict` where there is nothing to turn off, or nobody who could sign in.
 */
export async function turnOffSecondFactor(action: Action, person: Person, userId: string): Promise<void> {
  coordinatorOnly(person);
  if (userId === person.userId)
    throw new DomainError('conflict', 'Turn your own second factor off on your account page.');
  const { name, removedAt } = await memberById(action.trx, userId);
  if (removedAt !== null) throw new DomainError('conflict', `${name} was removed. Undo the removal first.`);
  const { numUpdatedRows } = await action.trx
    .updateTable('user')
    .set({ twoFactorEnabled: false })
    .where('id', '=', userId)
    .where('twoFactorEnabled', '=', true)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new DomainError('conflict', `${name} has no second factor.`);
  await action.trx.deleteFrom('twoFactor').where('userId', '=', userId).execute();
  await action.trx.deleteFrom('session').where('userId', '=', userId).execute();
  await action.record('person.second_factor_turned_off', { details: { userId, name } });
}

/** The member with this user id, also when removed. Throws `not_found`. */
export async function memberById(db: Db, userId: string) {
  const row = await db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.userId', '=', userId)
    .select([
      'member.userId',
      'user.name',
      'user.email',
      'member.roles',
      'member.delegationId',
      'member.removedAt',
    ])
    .executeTakeFirst();
  if (!row) throw new DomainError('not_found', 'There is no such person.');
  return row;
}

async function keepACoordinator(db: Db): Promise<void> {
  const left = await db
    .selectFrom('member')
    .where('removedAt', 'is', null)
    .where(sql<boolean>`'coordinator' = any(roles)`)
    .select('userId')
    .executeTakeFirst();
  if (!left)
    throw new DomainError(
      'conflict',
      'This is the last coordinator. Make somebody else a coordinator first.',
    );
}
