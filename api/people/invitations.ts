import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import {
  acceptInvitation,
  invitationByToken,
  invite,
  renewInvitation,
  withdrawInvitation,
} from '../../db/queries/invitations.ts';
import { workspaceOf } from '../../db/queries/workspace.ts';
import { transact } from '../../db/transaction.ts';
import { limitAttempts } from '../auth/limit-attempts.ts';
import { emailAddress, hashOfPassword, newPassword, refuseWeak } from '../auth/password.ts';
import { hashOfToken, newToken } from '../auth/token.ts';
import type { ApiOptions, Env } from '../env.ts';
import { invitationMail } from '../mail/mails.ts';
import { idParam, line, validate } from '../validate.ts';
import { chosenState, rolesShape } from './routes.ts';

const inviteBody = z.object({ email: emailAddress, delegationId: chosenState, roles: rolesShape });

/** What coordinators do with invitations. The link is in the answer once, and nowhere afterwards. */
export const invitationRoutes = (context: Context, options: ApiOptions) =>
  new Hono<Env>()
    .post('/invitations', validate('json', inviteBody), async (c) => {
      const person = c.get('person');
      const body = c.req.valid('json');
      const token = newToken();
      const made = await transact(context, person, (action) =>
        invite(action, person, { ...body, tokenHash: hashOfToken(token) }),
      );
      const link = invitationLink(options.publicUrl, token);
      const mailed = await mailInvitation(context, options, person.name, {
        ...made,
        email: body.email,
        link,
      });
      return c.json({ id: made.id, link, mailed });
    })
    .post('/invitations/:id/renew', validate('param', idParam), async (c) => {
      const person = c.get('person');
      const token = newToken();
      const renewed = await transact(context, person, (action) =>
        renewInvitation(action, person, c.req.valid('param').id, hashOfToken(token)),
      );
      const link = invitationLink(options.publicUrl, token);
      return c.json({
        link,
        mailed: await mailInvitation(context, options, person.name, { ...renewed, link }),
      });
    })
    .delete('/invitations/:id', validate('param', idParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) =>
        withdrawInvitation(action, person, c.req.valid('param').id),
      );
      return c.json({ ok: true as const });
    });

const token = z.string().min(1).max(100);
const acceptBody = z.object({ token, name: line(100), password: newPassword });
const ATTEMPTS = { max: 30, windowSeconds: 600 };

/** What whoever holds an invitation's link can do with it. Open. */
export const openInvitationRoutes = (context: Context, { auth }: ApiOptions) =>
  new Hono<Env>()
    .post(
      '/invitations/look',
      limitAttempts(context, 'invitation', ATTEMPTS),
      validate('json', z.object({ token })),
      async (c) => {
        const invitation = await invitationByToken(context.db, hashOfToken(c.req.valid('json').token));
        const { email, code, shortName, roles } = invitation;
        const { name: workspace } = await workspaceOf(context.db);
        return c.json({ email, delegation: { code, shortName }, roles, workspace });
      },
    )
    .post(
      '/invitations/accept',
      limitAttempts(context, 'invitation', ATTEMPTS),
      validate('json', acceptBody),
      async (c) => {
        const { name, password, token } = c.req.valid('json');
        const tokenHash = hashOfToken(token);
        const invitation = await invitationByToken(context.db, tokenHash); // before a costly hash is made for nothing
        refuseWeak(password, { email: invitation.email, name }, 'password');
        const passwordHash = await hashOfPassword(password);
        const { email } = await transact(context, null, async (action) => {
          const joined = await acceptInvitation(action, { tokenHash, name, passwordHash });
          await action.record('person.joined', { actor: joined, details: { name, roles: joined.roles } });
          return joined;
        });
        for (const cookie of await auth.signIn(email, password))
          c.header('Set-Cookie', cookie, { append: true });
        return c.json({ ok: true as const });
      },
    );

function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#${token}`;
}

async function mailInvitation(
  context: Context,
  { mailer }: ApiOptions,
  invitedBy: string,
  facts: { email: string; delegation: string; expiresAt: Date; link: string },
): Promise<boolean> {
  const { name: workspace } = await workspaceOf(context.db);
  const { email: to, delegation, link, expiresAt: until } = facts;
  return await mailer.send(invitationMail({ to, workspace, invitedBy, delegation, link, until }));
}
