import { DomainError } from './errors.ts';

/** Whose password it is, as far as they are known when it is chosen. */
export type PasswordOwner = { email: string; name: string };

/** Shorter names and addresses are in too many passwords by chance. */
const SHORTEST_PART = 5;

/**
 * Why a password, which is long enough, is guessed before any other of its length, as a sentence; or null. What is
 * looked for are single characters and short pieces repeated, and what anybody knows of its owner.
 */
export function weaknessOf(password: string, owner: PasswordOwner): string | null {
  if (/^(.{1,3})\1+.{0,2}$/su.test(password))
    return 'The password must not be the same few characters over and over: four unrelated words are good.';
  const said = plain(password);
  if (givesAway(said, plain(owner.email.split('@')[0] ?? '')))
    return 'The password must not contain your e-mail address, or what stands before its @: that is tried first.';
  const names = [plain(owner.name), ...owner.name.split(/\s+/).map(plain)];
  if (names.some((name) => givesAway(said, name)))
    return 'The password must not contain your name: it is what is tried first.';
  return null;
}

/** `weaknessOf` as the refusal `invalid` of the field `path`; null for a password that may be taken. */
export function passwordRefusal(password: string, owner: PasswordOwner, path: string): DomainError | null {
  const message = weaknessOf(password, owner);
  return message === null ? null : new DomainError('invalid', message, [{ path, message }]);
}

/** Whether `part` is in it, long enough to be no chance; or, however short, is most of it. */
function givesAway(said: string, part: string): boolean {
  if (part === '' || !said.includes(part)) return false;
  return part.length >= SHORTEST_PART || said.replaceAll(part, '').length * 2 < said.length;
}

/** Letters and digits only, small and without accents, so that “Amélie Roy” is found in “amelie.roy!”. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
