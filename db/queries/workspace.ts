import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import { coordinatorOnly, type Db, type Person } from '../access.ts';
import type { Action } from '../transaction.ts';

/** The one workspace of this installation. `setUp`: its first coordinator exists. */
export type Workspace = { name: string; requireSecondFactor: boolean; setUp: boolean };

/** Anybody may know its name and whether it is set up. */
export async function workspaceOf(db: Db): Promise<Workspace> {
  const row = await db
    .selectFrom('workspace')
    .select(['name', 'requireSecondFactor', 'setUpAt'])
    .executeTakeFirstOrThrow();
  return { name: row.name, requireSecondFactor: row.requireSecondFactor, setUp: row.setUpAt !== null };
}

/**
 * Holds back every other action that could change who coordinates, or set the workspace up, until this one
 * is committed: two coordinators who remove each other at the same moment must not both succeed.
 */
export async function lockWorkspace(db: Db) {
  return await db.selectFrom('workspace').selectAll().forUpdate().executeTakeFirstOrThrow();
}

/** Stores the hash of a set-up link in place of any older one. False where the workspace is set up already. */
export async function replaceSetUpToken(db: Db, tokenHash: string): Promise<boolean> {
  const result = await db
    .updateTable('workspace')
    .set({ setUpTokenHash: tokenHash })
    .where('setUpAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Throws `forbidden` for a wrong or used set-up link, in the same words. */
export async function checkSetUpToken(db: Db, tokenHash: string): Promise<void> {
  const good = await db
    .selectFrom('workspace')
    .where('setUpAt', 'is', null)
    .where('setUpTokenHash', '=', tokenHash)
    .select('id')
    .executeTakeFirst();
  if (!good)
    throw new DomainError(
      'forbidden',
      'This set-up link does not work (any more). Use the link that the server printed at its last start, or sign in if the workspace is set up.',
    );
}

/** Uses the set-up link up. Throws as `checkSetUpToken`. */
export async function consumeSetUpToken(action: Action, tokenHash: string, name: string): Promise<void> {
  await lockWorkspace(action.trx);
  await checkSetUpToken(action.trx, tokenHash);
  await action.trx
    .updateTable('workspace')
    .set({ name, setUpTokenHash: null, setUpAt: sql<Date>`now()` })
    .execute();
}

/** Changes what coordinators decide for everybody. */
export async function changeWorkspace(
  action: Action,
  person: Person,
  change: { name?: string; requireSecondFactor?: boolean },
): Promise<void> {
  coordinatorOnly(person);
  if (Object.keys(change).length === 0) return;
  await action.trx.updateTable('workspace').set(change).execute();
  await action.record('workspace.changed', { details: change });
}

/** Remembers that somebody was here, at most once a minute. */
export async function noteSeen(db: Db, person: Person): Promise<void> {
  await db
    .updateTable('member')
    .set({ lastSeenAt: sql<Date>`now()` })
    .where('userId', '=', person.userId)
    .where((eb) =>
      eb.or([eb('lastSeenAt', 'is', null), eb('lastSeenAt', '<', sql<Date>`now() - interval '1 minute'`)]),
    )
    .execute();
}
