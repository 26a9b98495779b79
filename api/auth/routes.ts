import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import type { ApiOptions, Env } from '../env.ts';
import { bodyOf, statusOf } from '../errors.ts';
import { refuseUnkeepable, validate } from '../validate.ts';
import { countAttempt, deleteOldAttempts, forgetAttempts } from './attempts.ts';
import { CLIENT_ADDRESS_HEADER, PASSWORD_LENGTH } from './auth.ts';
import { clientAddress } from './client-address.ts';
import { limitAttempts, refuseTooMany } from './limit-attempts.ts';
import { refuseWeak } from './password.ts';
import { type AccountChange, recordAccountChange } from './record.ts';

/**
 * The endpoints of better-auth that we offer, with what they change about an account. All others are closed:
 * they are not needed, some put a token into an address, and a new release may add more.
 */
const ENDPOINTS: Record<string, AccountChange | null> = {
  '/sign-in/email': null,
  '/sign-out': null,
  '/revoke-sessions': 'signed_out_everywhere',
  '/request-password-reset': null,
  '/reset-password': null, // recorded by better-auth's own hook, which knows whose it was
  '/change-password': 'password_changed',
  '/two-factor/enable': null, // counts once `verify-totp` has shown that it works
  '/two-factor/verify-totp': 'second_factor_on',
  '/two-factor/verify-backup-code': null,
  '/two-factor/generate-backup-codes': 'backup_codes_renewed',
  '/two-factor/disable': 'second_factor_off',
};

/** Wrong passwords for one account, from wherever they come: guessing from many addresses is limited too. */
const WRONG_PASSWORDS = { max: 10, windowSeconds: 15 * 60 };

type Json = Record<string, unknown>;
const jsonObject = z.record(z.string(), z.unknown());

/** As often as better-auth lets one address try to set a password. */
const LOOKS = { max: 20, windowSeconds: 600 };

/** Sign-in, password and second factor: `POST /auth/…`, answered by better-auth, refused in our own shape. */
export const authRoutes = (context: Context, { auth }: ApiOptions) =>
  new Hono<Env>()
    .post(
      '/reset-password/look',
      limitAttempts(context, 'reset-password', LOOKS),
      validate('json', z.object({ token: z.string().min(1).max(100) })),
      async (c) => {
        if (!(await auth.ownerOfResetToken(c.req.valid('json').token)))
          throw new DomainError('invalid', DEAD_LINK);
        return c.json({ ok: true as const });
      },
    )
    .post('/auth/*', async (c) => {
      const endpoint = c.req.path.slice('/api/auth'.length);
      const change = ENDPOINTS[endpoint];
      if (change === undefined) throw new DomainError('not_found', 'There is nothing at this address.');
      const body = await readBody(c);
      const before = await auth.signedIn(c.req.raw.headers);
      const account =
        endpoint === '/sign-in/email' ? `password of ${String(body.email).toLowerCase()}` : null;
      // Counted before the password is looked at, so that guesses made at the same moment all count.
      if (account !== null) refuseTooMany(await countAttempt(context.db, account, WRONG_PASSWORDS));

      if (typeof body.newPassword === 'string') {
        const owner =
          endpoint === '/reset-password' && typeof body.token === 'string'
            ? await auth.ownerOfResetToken(body.token)
            : before && (await personOf(context.db, before.userId));
        if (owner) refuseWeak(body.newPassword, owner, 'newPassword');
      }

      const answer = await auth.handle(requestWith(c, endpoint, body));
      if (!answer.ok) return c.json(...(await refusal(answer)));
      if (account !== null) {
        await forgetAttempts(context.db, account);
        await deleteOldAttempts(context.db);
      }
      // Confirming a code while signing in changes nothing; doing it for the first time turns the factor on.
      const changed =
        change === 'second_factor_on' ? before !== null && !before.secondFactor : change !== null;
      if (change !== null && changed && before) await recordAccountChange(context, before.userId, change);
      for (const cookie of answer.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
      return c.json(withoutTokens(await readAnswer(answer)));
    });

async function readBody(c: HonoContext<Env>): Promise<Json> {
  const text = await c.req.text();
  if (text === '') return {};
  const body = parsed(text);
  refuseUnkeepable(body);
  return body;
}

function parsed(text: string): Json {
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    throw new DomainError('invalid', 'The request cannot be read: its body must be a JSON object.');
  }
}

/** The same request for better-auth, with the address of its sender, and with what is not for the client to choose. */
function requestWith(c: HonoContext<Env>, endpoint: string, body: Json): Request {
  const headers = new Headers(c.req.raw.headers);
  headers.set(CLIENT_ADDRESS_HEADER, clientAddress(c));
  headers.set('Content-Type', 'application/json');
  headers.delete('Content-Length');
  const forced = endpoint === '/change-password' ? { ...body, revokeOtherSessions: true } : body;
  return new Request(c.req.url, { method: 'POST', headers, body: JSON.stringify(forced) });
}

async function readAnswer(answer: Response): Promise<Json> {
  const parsed = jsonObject.safeParse(await answer.json().catch(() => null));
  return parsed.success ? parsed.data : {};
}

/** The session's token is in a cookie that scripts cannot read; no script shall find it in an answer either. */
function withoutTokens({ token: _token, session: _session, ...rest }: Json): Json {
  return rest;
}

const DEAD_LINK =
  'This link does not work (any more): it was used, or is older than an hour. Ask for a new one.';

const SENTENCES: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'The e-mail address or the password is wrong.',
  INVALID_PASSWORD: 'The password is wrong.',
  INVALID_EMAIL: 'This is not an e-mail address.',
  INVALID_TOKEN: DEAD_LINK,
  INVALID_CODE: 'The code is wrong. Enter the one that the app shows now.',
  INVALID_BACKUP_CODE: 'The backup code is wrong, or was used before.',
  INVALID_TWO_FACTOR_COOKIE: 'That took too long. Sign in with your password again.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Sign in with your password again.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many wrong codes. Try again in 15 minutes.',
  PASSWORD_TOO_SHORT: `The password must have at least ${PASSWORD_LENGTH.min} characters.`,
  PASSWORD_TOO_LONG: `The password must not have more than ${PASSWORD_LENGTH.max} characters.`,
  TOTP_ALREADY_ENABLED: 'The second factor is set up already.',
};

/** better-auth's refusal in the shape of ours, in sentences of ours where it matters. */
async function refusal(answer: Response): Promise<[ReturnType<typeof bodyOf>, ContentfulStatusCode]> {
  const { code, message } = await readAnswer(answer);
  const ours: ErrorCode =
    answer.status === 429 || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'
      ? 'too_many'
      : answer.status >= 500
        ? 'unavailable'
        : answer.status === 401
          ? 'not_signed_in'
          : answer.status === 403
            ? 'forbidden'
            : 'invalid';
  const known = typeof code === 'string' ? SENTENCES[code] : undefined;
  const text = known ?? (typeof message === 'string' && message !== '' ? message : 'This did not work.');
  return [bodyOf(new DomainError(ours, text)), statusOf(ours)];
}
