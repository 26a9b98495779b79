import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import { coordinatorOnly, type Db, isId, type Person } from '../access.ts';
import type { Action } from '../transaction.ts';
import { delegationById } from './delegations.ts';
import { insertAccount } from './people.ts';
import { lockWorkspace } from './workspace.ts';

/** For how long an invitation can be accepted. */
export const INVITATION_DAYS = 7;

/** Everything of an invitation but its token, which only the link holds. */
const invitations = (db: Db) =>
  db
    .selectFrom('invitation')
    .innerJoin('delegation', 'delegation.id', 'invitation.delegationId')
    .innerJoin('user', 'user.id', 'invitation.invitedBy')
    .where('invitation.acceptedAt', 'is', null)
    .where('invitation.withdrawnAt', 'is', null)
    .select([
      'invitation.id',
      'invitation.email',
      'invitation.roles',
      'invitation.expiresAt',
      'invitation.delegationId',
      'user.name as invitedBy',
      'delegation.code',
      'delegation.shortName',
      'delegation.tone',
    ]);

/** Invitations neither accepted nor withdrawn, expired ones included, for coordinators; none for others. */
export async function invitationsFor(db: Db, person: Person) {
  if (!person.roles.includes('coordinator')) return [];
  const rows = await invitations(db).orderBy('invitation.createdAt').execute();
  return rows.map(({ delegationId, code, shortName, tone, ...row }) => ({
    ...row,
    delegation: { id: delegationId, code, shortName, tone },
  }));
}

/**
 * Invites `email` (in small letters). Throws `not_found` for the delegation, and `conflict` for somebody who
 * has an account or an open invitation, saying what to do instead.
 */
export async function invite(
  action: Action,
  person: Person,
  invitation: { email: string; delegationId: string; roles: Role[]; tokenHash: string },
) {
  coordinatorOnly(person);
  await lockWorkspace(action.trx); // so that two coordinators do not invite one person twice
  const delegation = await delegationById(action.trx, invitation.delegationId);
  await refuseKnown(action.trx, invitation.email);
  const { id, expiresAt } = await action.trx
    .insertInto('invitation')
    .values({ ...invitation, invitedBy: person.userId, expiresAt: inSevenDays })
    .returning(['id', 'expiresAt'])
    .executeTakeFirstOrThrow();
  await action.record('person.invited', {
    details: { email: invitation.email, roles: invitation.roles, delegation: delegation.code },
  });
  return { id, expiresAt, delegation: delegation.shortName };
}

/** A new link for an invitation, good for another seven days; the old one stops working. Throws `not_found`. */
export async function renewInvitation(action: Action, person: Person, id: string, tokenHash: string) {
  coordinatorOnly(person);
  const open = await openInvitation(action.trx, id);
  const { expiresAt } = await action.trx
    .updateTable('invitation')
    .set({ tokenHash, expiresAt: inSevenDays })
    .where('id', '=', id)
    .returning('expiresAt')
    .executeTakeFirstOrThrow();
  await action.record('person.invited', {
    details: { email: open.email, roles: open.roles, delegation: open.code, renewed: true },
  });
  return { email: open.email, expiresAt, delegation: open.shortName };
}

/** Makes an invitation's link stop working. Throws `not_found`. */
export async function withdrawInvitation(action: Action, person: Person, id: string): Promise<void> {
  coordinatorOnly(person);
  const { email } = await openInvitation(action.trx, id);
  await action.trx
    .updateTable('invitation')
    .set({ withdrawnAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
  await action.record('person.invitation_withdrawn', { details: { email } });
}

/** What an invitation's link leads to, for whoever holds it. Throws `not_found` once it no longer works. */
export async function invitationByToken(db: Db, tokenHash: string) {
  const row = await invitations(db)
    .where('invitation.tokenHash', '=', tokenHash)
    .where('invitation.expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (!row)
    throw new DomainError(
      'not_found',
      'This invitation does not work (any more): it was used, withdrawn or is older than seven days. Ask for a new one.',
    );
  return row;
}

/** Uses an invitation up and makes the account it is for. Throws `not_found`, or `conflict` for an address in use. */
export async function acceptInvitation(
  action: Action,
  facts: { tokenHash: string; name: string; passwordHash: string },
) {
  const taken = await action.trx
    .updateTable('invitation')
    .set({ acceptedAt: sql<Date>`now()` })
    .where('tokenHash', '=', facts.tokenHash)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning(['email', 'roles', 'delegationId'])
    .executeTakeFirst();
  if (!taken) throw new DomainError('not_found', 'This invitation was used or withdrawn a moment ago.');
  const { email, roles, delegationId } = taken;
  const userId = await insertAccount(action, {
    name: facts.name,
    email,
    passwordHash: facts.passwordHash,
    delegationId,
    roles,
  });
  return { userId, email, roles, delegationId };
}

const inSevenDays = sql<Date>`now() + make_interval(days => ${INVITATION_DAYS})`;

async function openInvitation(db: Db, id: string) {
  const row = isId(id) ? await invitations(db).where('invitation.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw new DomainError('not_found', 'There is no such open invitation.');
  return row;
}

async function refuseKnown(db: Db, email: string): Promise<void> {
  const user = await db.selectFrom('user').where('email', '=', email).select('id').executeTakeFirst();
  if (user)
    throw new DomainError(
      'conflict',
      `${email} has an account already. Change its roles in the list of people, or undo its removal.`,
    );
  const open = await invitations(db).where('invitation.email', '=', email).executeTakeFirst();
  if (open)
    throw new DomainError('conflict', `${email} is invited already. Renew that invitation for a new link.`);
}
