import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DomainError } from '../domain/errors.ts';
import { type PostgresBinaries, runBinary } from './postgres-binaries.ts';

/**
 * A Postgres outlives the server that started it when that server is killed. Stops it cleanly before the
 * next start. Call only while holding the folder's lock: then whatever runs on the cluster has lost its owner.
 *
 * It is stopped only when it proves to be ours by taking our password, since `postmaster.pid` may be old
 * and its number may belong to something else by now.
 *
 * @throws DomainError `unavailable` when it does not stop within 60 s.
 */
export async function stopOrphan(
  binaries: PostgresBinaries,
  cluster: string,
  credentials: { user: string; password: string },
): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  // Lines: process, data folder, start in epoch seconds, port, … (storage/pidfile.h in Postgres).
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);

  if (await takesOurPassword(port, credentials)) {
    const { code, output } = await runBinary(
      binaries,
      'pg_ctl',
      ['stop', '-D', '{folder}', '-m', 'fast', '-w', '-t', '60'],
      { dataFolder: cluster },
    );
    if (code !== 0 && existsSync(pidFile))
      throw new DomainError(
        'unavailable',
        `The database of an earlier Rapporteur still runs (pid ${pid}) and does not stop: ${output.trim()}`,
      );
  } else if (!isPostgres(pid)) {
    // After a power cut the number may belong to another program of this user, for which Postgres would
    // refuse to start for ever. Only the number is replaced, by one known to be dead: the file's other lines
    // are how Postgres finds back-ends that survived their postmaster.
    writeFileSync(pidFile, [String(deadPid()), ...lines.slice(1)].join('\n'));
  }
  // A Postgres that does not take our password but has this number: Postgres itself refuses, and says so.
}

async function takesOurPassword(
  port: number,
  credentials: { user: string; password: string },
): Promise<boolean> {
  if (!Number.isInteger(port) || port <= 0) return false;
  const server = {
    ...credentials,
    host: '127.0.0.1',
    port,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  };
  for (let attempt = 0; attempt < 300; attempt++) {
    const client = new pg.Client(server);
    // It may go away between the connection and its end; that is not an error of ours.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      // 57P03: on its way up or down, and not yet asking for a password. Anything else is an answer.
      if (!(error instanceof pg.DatabaseError) || error.code !== '57P03') return false;
      await delay(200);
    }
  }
  return false;
}

function isPostgres(pid: number): boolean {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    if (process.platform === 'win32') return true; // cannot be asked cheaply; Postgres decides
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres');
  } catch {
    return false; // no such process
  }
}

function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
