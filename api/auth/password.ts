import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { type PasswordOwner, passwordRefusal } from '../../domain/password.ts';
import { PASSWORD_LENGTH } from './auth.ts';

/** A password as somebody chooses it: any characters, none dropped or changed. */
export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `must have at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `must not have more than ${PASSWORD_LENGTH.max} characters`);

/** An e-mail address in small letters, as it is stored. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('must be an e-mail address').max(254));

/** What is stored of a password: better-auth's scrypt. Takes some 50 ms of one core, outside the event loop. */
export const hashOfPassword = (password: string): Promise<string> => hashPassword(password);

/** Throws `invalid`, about the field `path`, for a password that is guessed first for this person. */
export function refuseWeak(password: string, owner: PasswordOwner, path: string): void {
  const refusal = passwordRefusal(password, owner, path);
  if (refusal !== null) throw refusal;
}
