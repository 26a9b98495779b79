import type { DelegationNames } from '../../domain/delegations.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import type { Action } from '../transaction.ts';
import { insertDelegation, insertMsmtStates } from './delegations.ts';
import { insertAccount } from './people.ts';
import { consumeSetUpToken } from './workspace.ts';

/** What the first coordinator gives. `msmt`: all eleven states are added, beside their own. */
export type SetUp = {
  tokenHash: string;
  workspaceName: string;
  name: string;
  email: string;
  passwordHash: string;
  delegation: DelegationNames;
  msmt: boolean;
};

/** The first person coordinates, and can write and bind their state too, so that one person can try it all. */
const FIRST_ROLES: Role[] = ['coordinator', 'drafter', 'clearing_officer'];

/** Makes the workspace, its states and its first coordinator, and returns their user id. Throws `forbidden`. */
export async function setUpWorkspace(action: Action, facts: SetUp): Promise<string> {
  await consumeSetUpToken(action, facts.tokenHash, facts.workspaceName);
  if (facts.msmt) await insertMsmtStates(action);
  const there = await action.trx
    .selectFrom('delegation')
    .where('code', '=', facts.delegation.code)
    .select('id')
    .executeTakeFirst();
  const delegationId = there?.id ?? (await insertDelegation(action, facts.delegation));
  const { name, email, passwordHash } = facts;
  const userId = await insertAccount(action, {
    name,
    email,
    passwordHash,
    delegationId,
    roles: FIRST_ROLES,
  });
  await action.record('workspace.set_up', {
    actor: { userId, delegationId },
    details: { name, workspace: facts.workspaceName },
  });
  return userId;
}
