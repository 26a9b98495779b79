import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits for a link, in letters that need no escaping. It is shown or mailed, and never stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. Its 256 random bits make a slow hash or a salt pointless. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
