import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Mailer } from '../mail/mailer.ts';
import { resetMail } from '../mail/mails.ts';
import { countAttempt } from './attempts.ts';
import { recordAccountChange } from './record.ts';
import { newToken } from './token.ts';

/** Who is signed in, as one request shows it. */
export type SignedIn = {
  userId: string;
  sessionId: string;
  /** Whether this person has a second factor. */
  secondFactor: boolean;
  /** `Set-Cookie` values that prolong the session; to be sent with the answer where there is one. */
  cookies: string[];
};

/** Sign-in, sessions and passwords: what the rest of the API needs of better-auth, and nothing else of it. */
export type Auth = {
  /** Answers a request below `/api/auth`. `routes.ts` decides which of them get here. */
  handle(request: Request): Promise<Response>;
  signedIn(headers: Headers): Promise<SignedIn | null>;
  /** Signs in and returns the `Set-Cookie` values. Throws better-auth's error when the password is wrong. */
  signIn(email: string, password: string): Promise<string[]>;
  /** A token that sets a new password once, within the hour. */
  createResetToken(userId: string): Promise<string>;
  /** Whose password such a token sets; null for one that does not work (any more). Does not use it up. */
  ownerOfResetToken(token: string): Promise<{ email: string; name: string } | null>;
};

/** At least 12 characters of any kind: length is what helps; rules of composition do not (NIST SP 800-63B). */
export const PASSWORD_LENGTH = { min: 12, max: 128 };

const RESET_SECONDS = 3600;

/** The header in which `routes.ts` hands over the address of the client; whatever a client puts there is replaced. */
export const CLIENT_ADDRESS_HEADER = 'x-rapporteur-client-address';

/** better-auth on our own database, for accounts that only a set-up link or an invitation can make. */
export function createAuth(
  context: Context,
  options: { publicUrl: string; origins: string[]; secret: string; mailer: Mailer },
): Auth {
  const { db, log } = context;
  const auth = betterAuth({
    appName: 'Rapporteur',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: options.origins,
    database: { db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: {
      // Below that it tells of every wrong password.
      level: 'error',
      // Of what else it is given only the errors: the rest may hold addresses and tokens.
      log: (_level, message, ...rest) =>
        log.error({ part: 'better-auth', err: rest.find((item) => item instanceof Error) }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      async sendResetPassword({ user, token }) {
        // Not awaited: whether the address is known must not show in how long the answer takes.
        void personOf(db, user.id)
          .then(() => options.mailer.send(resetMail(user, resetLink(options.publicUrl, token))))
          .catch(() => log.warn({ userId: user.id }, 'no reset mail: not a member any more'));
      },
      onPasswordReset: ({ user }) => recordAccountChange(context, user.id, 'password_reset'),
    },
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          // Every way of signing in ends here, so nobody removed gets a session; and learns no more from it
          // than that it did not work.
          async before(session) {
            await personOf(db, session.userId).catch(() => {
              throw wrongPassword();
            });
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      customRules: {
        '/get-session': false,
        '/sign-in/email': { window: 60, max: 20 },
        '/request-password-reset': { window: 600, max: 10 },
        '/reset-password': { window: 600, max: 20 },
        '/two-factor/*': { window: 60, max: 20 },
      },
      customStorage: {
        async consume(key, rule) {
          const wait = await countAttempt(db, key, { max: rule.max, windowSeconds: rule.window });
          return { allowed: wait === null, retryAfter: wait };
        },
      },
    },
    advanced: {
      cookiePrefix: 'rapporteur',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    plugins: [twoFactor({ issuer: 'Rapporteur' })],
  });

  return {
    handle: (request) => auth.handler(request),
    async signedIn(headers) {
      if (!headers.has('cookie')) return null;
      const { response, headers: answer } = await auth.api
        .getSession({ headers, returnHeaders: true })
        .catch(sessionsAway);
      if (!response) return null;
      return {
        userId: response.user.id,
        sessionId: response.session.id,
        secondFactor: response.user.twoFactorEnabled === true,
        cookies: answer.getSetCookie(),
      };
    },
    async signIn(email, password) {
      const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
      return headers.getSetCookie();
    },
    async createResetToken(userId) {
      const { internalAdapter } = await auth.$context;
      const token = newToken();
      await internalAdapter.createVerificationValue({
        identifier: `reset-password:${token}`,
        value: userId,
        expiresAt: new Date(Date.now() + RESET_SECONDS * 1000),
      });
      return token;
    },
    async ownerOfResetToken(token) {
      const { internalAdapter } = await auth.$context;
      const kept = await internalAdapter.findVerificationValue(`reset-password:${token}`);
      if (!kept || kept.expiresAt < new Date()) return null;
      return await internalAdapter.findUserById(kept.value);
    },
  };
}

/** The address at which a person sets a new password. The token is behind the `#`, which no server ever gets. */
export function resetLink(publicUrl: string, token: string): string {
  return `${publicUrl}/reset-password#${token}`;
}

/** better-auth has logged why, and throws the same for everything: that is nearly always the database. */
function sessionsAway(error: unknown): never {
  if (!(error instanceof APIError) || error.statusCode < 500) throw error;
  throw new DomainError(
    'unavailable',
    'The database does not answer, so nobody can be recognised. Nothing was changed; try again soon.',
  );
}

/** Exactly what better-auth throws for an unknown address or a wrong password. */
function wrongPassword(): APIError {
  return new APIError('UNAUTHORIZED', {
    code: 'INVALID_EMAIL_OR_PASSWORD',
    message: 'Invalid email or password',
  });
}
