import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Store } from './config.ts';
import { DomainError } from './domain/errors.ts';

/**
 * The secret that signs the cookies of this installation. An embedded store without one makes it at the first
 * start, in `<dataDir>/secret` (mode 0600), so that sessions outlive a restart. Call while holding the folder.
 *
 * @throws DomainError `unavailable` when the file is there and cannot be read, or holds too little.
 */
export function authSecretOf(store: Store): string {
  if (store.kind === 'external') return store.authSecret;
  if (store.authSecret !== null) return store.authSecret;
  const file = path.join(store.dataDir, 'secret');
  const draft = `${file}.${process.pid}`;
  try {
    // Linked whole, and only if there is none: half a secret would sign everybody out at the next start.
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const secret = readSecret(file);
  if (secret.length < 32)
    throw new DomainError(
      'unavailable',
      `${file} holds no secret of at least 32 characters: restore it, or delete it to have a new one made (which signs everybody out).`,
    );
  return secret;
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new DomainError(
      'unavailable',
      `${file} cannot be read (${reason}): start as the user who owns it.`,
    );
  }
}
