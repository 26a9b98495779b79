import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '../domain/errors.ts';

/** Held while this process owns a data folder. `release` is synchronous, so that it can run in an `exit` handler. */
export type DataLock = { release(): void };

type Owner = { pid: number; born: string };

/**
 * Takes the data folder for this process, so that a second server on the same data is refused before it
 * touches anything. The file names the process *and when it was born*: a number alone would be mistaken
 * for its owner when the machine has restarted and given the number to something else.
 *
 * Not promised: two machines, or two containers, that share one folder do not see each other's processes.
 *
 * @throws DomainError `conflict` naming the process that holds the folder.
 */
export function lockDataFolder(dataDir: string): DataLock {
  const file = path.join(dataDir, 'rapporteur.lock');
  const mine = JSON.stringify({ pid: process.pid, born: processBorn(process.pid) ?? '' } satisfies Owner);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    // Linking is atomic and fails when the name exists; writing in place would show a half-written file.
    while (!tryLink(draft, file)) evictDeadOwner(file, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (readText(file) === mine) rmSync(file, { force: true });
    },
  };
}

function evictDeadOwner(file: string, dataDir: string): void {
  const seen = readText(file);
  if (seen === null) return; // released between our two looks
  const owner = parseOwner(seen);
  if (owner !== null && processBorn(owner.pid) === owner.born) throw inUse(dataDir, owner);

  // Somebody else may evict the same dead owner and take the folder between our look and this rename.
  const evicted = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, evicted);
  } catch {
    return; // evicted by another; the caller looks again
  }
  const taken = readText(evicted);
  if (taken !== null && taken !== seen) tryLink(evicted, file); // it was alive: give it back
  rmSync(evicted, { force: true });
}

function inUse(dataDir: string, owner: Owner): DomainError {
  return new DomainError(
    'conflict',
    `The data folder ${dataDir} is already in use by another Rapporteur (pid ${owner.pid}): stop that one, or set DATA_DIR to another folder.`,
  );
}

/**
 * When the process of this number started, in whatever unit the system gives: only equality means anything.
 * null when no such process runs.
 */
export function processBorn(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === null) return null;
    // The second field is the program's name in parentheses and may contain spaces; the 22nd is the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null; // dead, only not yet collected by its parent
    return `${readText('/proc/sys/kernel/random/boot_id')?.trim()}:${fields[19]}`;
  }
  if (process.platform === 'win32') return isRunning(pid) ? 'running' : null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps exits with 1 when there is no such process
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parseOwner(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('born' in value)) return null;
    if (typeof value.pid !== 'number' || typeof value.born !== 'string') return null;
    return { pid: value.pid, born: value.born };
  } catch {
    return null;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
