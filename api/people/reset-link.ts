import { coordinatorOnly, type Person } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { memberById } from '../../db/queries/people.ts';
import { transact } from '../../db/transaction.ts';
import { DomainError } from '../../domain/errors.ts';
import { resetLink } from '../auth/auth.ts';
import type { ApiOptions } from '../env.ts';
import { resetMail } from '../mail/mails.ts';

/**
 * Lets a member who forgot their password set a new one. Where there is mail it goes to them alone and the
 * coordinator never sees it (`link` null), since it opens the account of another state's person; without mail
 * the coordinator hands it over. Recorded either way. Throws `forbidden`, `not_found`, `conflict`, `unavailable`.
 */
export async function makeResetLink(
  context: Context,
  { auth, mailer, publicUrl }: ApiOptions,
  person: Person,
  userId: string,
): Promise<{ link: string | null; mailed: boolean }> {
  coordinatorOnly(person);
  const member = await memberById(context.db, userId);
  if (member.removedAt !== null)
    throw new DomainError('conflict', `${member.name} was removed. Undo the removal first.`);
  const link = resetLink(publicUrl, await auth.createResetToken(userId));
  await transact(context, person, (action) =>
    action.record('person.reset_link_made', { details: { userId, name: member.name } }),
  );
  if (!mailer.configured) return { link, mailed: false };
  if (await mailer.send(resetMail(member, link))) return { link: null, mailed: true };
  throw new DomainError('unavailable', 'The mail server did not take the message. Try again soon.');
}
