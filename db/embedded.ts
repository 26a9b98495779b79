import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { DomainError } from '../domain/errors.ts';
import { type DataLock, lockDataFolder } from './data-lock.ts';
import { stopOrphan } from './orphan.ts';
import { accountFor, findBinaries, type PostgresBinaries, runBinary } from './postgres-binaries.ts';

const user = 'rapporteur';
const database = 'rapporteur';

/** A private Postgres that belongs to this process. */
export type EmbeddedPostgres = {
  /** Holds the password: not for a log. */
  url: string;
  /** Ends every connection, writes everything down, and frees the folder. Safe to call twice. */
  stop(): Promise<void>;
};

/** Settings of postgresql.conf that differ from ours, by name. */
export type PostgresSettings = Record<string, string | number>;

/**
 * Starts a private Postgres on `<dataDir>/postgres`, making it first if it is not there. It listens on
 * 127.0.0.1 only, on a free port, with a password kept in `<dataDir>/postgres-password` (mode 0600); its own
 * messages go to `<dataDir>/postgres.log`. As root it runs under another account.
 *
 * A server of ours that was killed leaves its Postgres running: that one is stopped first, cleanly.
 *
 * @throws DomainError `conflict` when another Rapporteur uses the folder, `unavailable` when the folder cannot
 *   be written, holds another Postgres version, or Postgres does not start. Nothing is changed then.
 */
export async function startEmbedded(
  dataDir: string,
  settings: PostgresSettings = {},
): Promise<EmbeddedPostgres> {
  const folder = path.resolve(dataDir);
  makeWritable(folder);
  const lock = lockDataFolder(folder);
  try {
    return await startLocked(folder, settings, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startLocked(
  folder: string,
  settings: PostgresSettings,
  lock: DataLock,
): Promise<EmbeddedPostgres> {
  const cluster = path.join(folder, 'postgres');
  const binaries = await findBinaries(accountFor(cluster, folder));
  if (!existsSync(cluster)) await initialise(folder, cluster, binaries);
  checkVersion(cluster, binaries.majorVersion);
  const password = readPassword(folder);
  await stopOrphan(binaries, cluster, { user, password });
  const port = await launch(folder, cluster, binaries, settings);

  // Whatever ends this process, Postgres is told to stop; the orphan rule covers SIGKILL, where nothing runs.
  const stopAtExit = (): void => {
    tellToStop(binaries, cluster);
    lock.release();
  };
  process.once('exit', stopAtExit);

  const stopOnce = async (): Promise<void> => {
    const { code, output } = await runBinary(
      binaries,
      'pg_ctl',
      ['stop', '-D', '{folder}', '-m', 'fast', '-w', '-t', '30'],
      { dataFolder: cluster },
    );
    if (code !== 0 && existsSync(path.join(cluster, 'postmaster.pid')))
      throw new DomainError(
        'unavailable',
        `The embedded database in ${cluster} did not stop: ${output.trim()}`,
      );
    process.off('exit', stopAtExit);
    lock.release();
  };
  let stopping: Promise<void> | null = null;
  const running = {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => (stopping ??= stopOnce()),
  };
  try {
    await createDatabase({ host: '127.0.0.1', port, user, password });
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const trial = path.join(folder, `.trial-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new DomainError(
      'unavailable',
      `The data folder ${folder} cannot be written (${reason}): give this user the right to write there, or set DATA_DIR to another folder.`,
    );
  }
}

/** Makes the cluster aside and renames it, so that an initialisation cut short leaves nothing that looks whole. */
async function initialise(folder: string, cluster: string, binaries: PostgresBinaries): Promise<void> {
  for (const name of readdirSync(folder))
    if (name.startsWith('postgres.new-')) rmSync(path.join(folder, name), { recursive: true, force: true });

  const draft = mkdtempSync(`${cluster}.new-`);
  const password = randomBytes(32).toString('hex');
  writeFileSync(path.join(draft, 'password'), password, { mode: 0o600 });
  if (binaries.account !== null) {
    const { uid, gid } = binaries.account;
    chownSync(path.join(draft, 'password'), uid, gid);
    chownSync(draft, uid, gid);
  }
  const { code, output } = await runBinary(
    binaries,
    'initdb',
    [
      '--pgdata={folder}/cluster',
      '--pwfile={folder}/password',
      `--username=${user}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorts by code point, the same on every system; knows the upper and lower case of all scripts.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { dataFolder: draft },
  );
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new DomainError(
      'unavailable',
      `The embedded database could not be made in ${folder}: ${lastLine(output)}`,
    );
  }
  writeFileSync(passwordFile(folder), password, { mode: 0o600 });
  renameSync(path.join(draft, 'cluster'), cluster);
  rmSync(draft, { recursive: true, force: true });
}

function checkVersion(cluster: string, ours: number): void {
  let theirs: string;
  try {
    theirs = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new DomainError(
      'unavailable',
      `${cluster} is not a Postgres data folder that this user can read (${reason} on PG_VERSION): set DATA_DIR to another folder, or start as the user who owns it.`,
    );
  }
  if (Number(theirs) !== ours)
    throw new DomainError(
      'unavailable',
      `The data in ${cluster} was written by Postgres ${theirs} and this Rapporteur brings Postgres ${ours}: move it over with pg_dump of version ${theirs}, or set DATA_DIR to another folder. Nothing was changed.`,
    );
}

function passwordFile(folder: string): string {
  return path.join(folder, 'postgres-password');
}

function readPassword(folder: string): string {
  try {
    return readFileSync(passwordFile(folder), 'utf8').trim();
  } catch {
    throw new DomainError(
      'unavailable',
      `The password of the embedded database cannot be read from ${passwordFile(folder)}: restore that file, or start as the user who owns it.`,
    );
  }
}

/** Starts the postmaster and waits until it accepts connections, through crash recovery if need be. Returns its port. */
async function launch(
  folder: string,
  cluster: string,
  binaries: PostgresBinaries,
  settings: PostgresSettings,
): Promise<number> {
  const logFile = path.join(folder, 'postgres.log');
  // One generation back is kept: enough to read why the last run ended, and bounded.
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const all: PostgresSettings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      max_connections: 40,
      // A failed statement is logged without its DETAIL, which would quote the values of the row.
      log_error_verbosity: 'terse',
      ...settings,
    };
    const options = Object.entries(all)
      .map(([name, value]) => `-c ${name}=${value === '' ? '""' : value}`)
      .join(' ');
    const logFd = openSync(logFile, 'a', 0o600);
    const { code } = await runBinary(
      binaries,
      'pg_ctl',
      ['start', '-D', '{folder}', '-w', '-t', '300', '-o', options],
      { dataFolder: cluster, logFd },
    ).finally(() => closeSync(logFd));
    if (code === 0) return port;
    const log = readFileSync(logFile, 'utf8');
    // Between our finding the port free and Postgres taking it, somebody else may take it.
    if (attempt < 5 && /could not bind/i.test(log)) continue;
    throw new DomainError(
      'unavailable',
      `The embedded database in ${cluster} did not start: ${lastLine(log)} (all of it is in ${logFile}).`,
    );
  }
}

/** The line that says why: the last FATAL or error, else simply the last. */
function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'no message').trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function createDatabase(server: {
  host: string;
  port: number;
  user: string;
  password: string;
}): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** From an `exit` handler, where nothing asynchronous runs any more: gives the word and does not wait. */
function tellToStop(binaries: PostgresBinaries, cluster: string): void {
  const fd = openSync(cluster, 'r');
  spawnSync(
    path.join(binaries.folder, 'bin', 'pg_ctl'),
    ['stop', '-D', binaries.account === null ? cluster : '/proc/self/fd/3', '-m', 'fast', '-W'],
    {
      cwd: path.parse(cluster).root,
      stdio: ['ignore', 'ignore', 'ignore', fd],
      windowsHide: true,
      ...binaries.account,
    },
  );
  closeSync(fd);
}
