/** Whose password it is, as far as they are known when it is chosen. */
export type PasswordOwner = { email: string; name: string };

/** Shorter parts of names are in too many passwords by chance. */
const SHORTEST_PART = 4;

/**
 * Why a password, which is long enough, is guessed before any other of its length: words that continue
 * “The password …”, or null. What is looked for are single characters and short pieces repeated, and what
 * anybody knows of its owner.
 */
export function weaknessOf(password: string, owner: PasswordOwner): string | null {
  if (/^(.{1,3})\1+.{0,2}$/su.test(password))
    return 'must not be the same few characters over and over: four unrelated words are good';
  const said = plain(password);
  const local = plain(owner.email.split('@')[0] ?? '');
  if (local.length >= SHORTEST_PART && said.includes(local))
    return 'must not contain your e-mail address: it is what is tried first';
  const names = [plain(owner.name), ...owner.name.split(/\s+/).map(plain)];
  if (names.some((name) => name.length >= SHORTEST_PART && said.includes(name)))
    return 'must not contain your name: it is what is tried first';
  return null;
}

/** Letters and digits only, small and without accents, so that “Amélie Roy” is found in “amelie.roy!”. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
