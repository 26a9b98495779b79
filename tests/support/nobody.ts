import { statSync } from 'node:fs';
import path from 'node:path';

/** The user id of the account `nobody`. */
export const nobody = 65534;

/**
 * null when this process is root and the account `nobody` can read this checkout, as it needs to in order to start
 * from it; otherwise why the start as somebody else cannot be tried.
 */
export function whyNobodyCannotStart(): string | null {
  if (process.getuid?.() !== 0) return 'these tests run as an ordinary user already';
  for (let folder = path.join(import.meta.dirname, '../..'); folder !== '/'; folder = path.dirname(folder))
    if ((statSync(folder).mode & 0o005) !== 0o005) return `${folder} is closed to other users`;
  return null;
}
