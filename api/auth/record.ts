import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { transact } from '../../db/transaction.ts';

/** What people change about their own account. */
export type AccountChange =
  | 'password_changed'
  | 'password_reset'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'backup_codes_renewed'
  | 'signed_out_everywhere';

/**
 * Records that somebody changed how they sign in. Only their own delegation sees it. The signal also makes
 * open connections of ours ask again whether their session still stands.
 */
export async function recordAccountChange(
  context: Context,
  userId: string,
  change: AccountChange,
): Promise<void> {
  const person = await personOf(context.db, userId);
  await transact(context, person, (action) =>
    action.record('person.account_changed', {
      visibleTo: person.delegationId,
      details: { change, name: person.name, userId },
    }),
  );
}
