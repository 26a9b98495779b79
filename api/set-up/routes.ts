import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { setUpWorkspace } from '../../db/queries/set-up.ts';
import { checkSetUpToken } from '../../db/queries/workspace.ts';
import { transact } from '../../db/transaction.ts';
import { MSMT_STATES } from '../../domain/delegations.ts';
import { DomainError } from '../../domain/errors.ts';
import { limitAttempts } from '../auth/limit-attempts.ts';
import { emailAddress, hashOfPassword, newPassword, refuseWeak } from '../auth/password.ts';
import { hashOfToken } from '../auth/token.ts';
import { delegationNames } from '../delegations/routes.ts';
import type { ApiOptions, Env } from '../env.ts';
import { line, validate } from '../validate.ts';

const token = z.string().min(1).max(100);
const ATTEMPTS = { max: 20, windowSeconds: 600 };

const setUpBody = z
  .object({
    token,
    name: line(100),
    email: emailAddress,
    password: newPassword,
    workspaceName: line(100),
    start: z.enum(['empty', 'sample']),
    /** The first coordinator's own state: one of the eleven by its code, */
    delegationCode: z.string().optional(),
    /** or any other, in full. */
    delegation: delegationNames.optional(),
    /** Whether all eleven are added. The sample needs them. */
    msmt: z.boolean().default(false),
  })
  .transform((body, check) => {
    const delegation = body.delegation ?? MSMT_STATES.find(({ code }) => code === body.delegationCode);
    if (delegation) return { ...body, delegation, msmt: body.msmt || body.start === 'sample' };
    check.addIssue({
      code: 'custom',
      path: ['delegationCode'],
      message: 'must be the code of one of the eleven states, unless another state is given in full',
    });
    return z.NEVER;
  });

/** The first coordinator's way in, by the link that the server prints. Open to whoever holds the link. */
export const setUpRoutes = (context: Context, { auth, loadSample }: ApiOptions) =>
  new Hono<Env>()
    .post(
      '/set-up/look',
      limitAttempts(context, 'set-up', ATTEMPTS),
      validate('json', z.object({ token })),
      async (c) => {
        await checkSetUpToken(context.db, hashOfToken(c.req.valid('json').token));
        return c.json({ ok: true as const });
      },
    )
    .post('/set-up', limitAttempts(context, 'set-up', ATTEMPTS), validate('json', setUpBody), async (c) => {
      const { token, password, start, ...facts } = c.req.valid('json');
      if (start === 'sample' && !loadSample)
        throw new DomainError('unavailable', 'This server has no sample. Start with an empty workspace.');
      refuseWeak(password, facts, 'password');
      const passwordHash = await hashOfPassword(password);
      const userId = await transact(context, null, (action) =>
        setUpWorkspace(action, { ...facts, passwordHash, tokenHash: hashOfToken(token) }),
      );
      for (const cookie of await auth.signIn(facts.email, password))
        c.header('Set-Cookie', cookie, { append: true });
      if (start === 'sample' && loadSample) await loadSampleOrSay(context, loadSample, userId);
      return c.json({ ok: true as const });
    });

async function loadSampleOrSay(
  context: Context,
  load: NonNullable<ApiOptions['loadSample']>,
  userId: string,
) {
  try {
    await load(context, userId);
  } catch (error) {
    context.log.error({ err: error }, 'the sample could not be loaded');
    throw new DomainError(
      'unavailable',
      'Your account and the workspace are made, but the sample could not be loaded. You can go on without it.',
    );
  }
}
