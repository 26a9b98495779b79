import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { PostgresSettings } from '../../db/embedded.ts';

/** A Postgres of a test that dies and comes back. It waits for the disk, as the real one does. */
export type KillablePostgres = {
  /** Its address at present; another port after each start, so put a wire before it. */
  url(): string;
  port(): number | null;
  /** Ends the postmaster by SIGKILL, and with `everything` all its back-ends in the same moment. */
  kill(what: 'postmaster' | 'everything'): Promise<void>;
  /** Ends one back-end by SIGKILL: Postgres then ends all others and recovers by itself. False: there was none. */
  killBackend(): boolean;
  /** Stops everything that belongs to it (SIGSTOP), until `resume`. */
  pause(): void;
  resume(): void;
  /**
   * Each flush of its log to the disk takes this much longer, in ms, as on a slow disk; 0 to 100, since Postgres
   * itself waits (`commit_delay`). Rejects while it is down.
   */
  slowDisk(ms: number): Promise<void>;
  start(): Promise<void>;
  /** Ends it for good and deletes its folder. */
  stop(): Promise<void>;
};

/** Makes a Postgres in a folder of its own, below `parent`, and starts it. */
export async function startKillablePostgres(
  settings: PostgresSettings = {},
  parent: string = tmpdir(),
): Promise<KillablePostgres> {
  const dataDir = mkdtempSync(path.join(parent, 'rapporteur-postgres-'));
  let owner: ChildProcess | null = null;
  let url: string | null = null;
  let postmaster = 0;
  let paused: number[] = [];

  const start = async (): Promise<void> => {
    const program = path.join(import.meta.dirname, 'postgres-process.ts');
    const child = spawn(process.execPath, [program, dataDir, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true, // Ctrl-C on the test must not reach it before the nodes have stopped
    });
    owner = child;
    url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      const add = (chunk: Buffer) => {
        printed += chunk.toString();
        const found = /postgres:\/\/\S+/.exec(printed)?.[0];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', add);
      child.stderr.on('data', add);
      child.once('close', (code) => reject(new Error(`Postgres did not start (${code}): ${printed}`)));
    });
    const pidFile = readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8');
    postmaster = Number(pidFile.split('\n')[0]);
  };

  const kill = async (what: 'postmaster' | 'everything'): Promise<void> => {
    const child = owner;
    if (child === null) return;
    const pids = [postmaster, ...(what === 'everything' ? childrenOf(postmaster) : [])];
    owner = null;
    url = null;
    for (const pid of pids) signal(pid, 'SIGKILL');
    for (const pid of paused.splice(0)) signal(pid, 'SIGCONT'); // what is stopped cannot notice that its postmaster died
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  };

  await start();
  return {
    url() {
      if (url === null) throw new Error('Postgres is down');
      return url;
    },
    port: () => (url === null ? null : Number(new URL(url).port)),
    kill,
    killBackend() {
      const backend = childrenOf(postmaster).find((pid) =>
        /rapporteur .*(idle|SELECT|INSERT|COMMIT|UPDATE)/.test(titleOf(pid)),
      );
      return backend !== undefined && signal(backend, 'SIGKILL');
    },
    pause() {
      paused = [postmaster, ...childrenOf(postmaster)];
      for (const pid of paused) signal(pid, 'SIGSTOP');
    },
    resume() {
      for (const pid of paused.splice(0)) signal(pid, 'SIGCONT');
    },
    async slowDisk(ms) {
      if (url === null) throw new Error('Postgres is down');
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      try {
        await client.query(`alter system set commit_delay = ${Math.round(ms * 1000)}`);
        await client.query('alter system set commit_siblings = 0');
        await client.query('select pg_reload_conf()');
      } finally {
        await client.end();
      }
    },
    start,
    async stop() {
      for (const pid of paused.splice(0)) signal(pid, 'SIGCONT');
      const child = owner;
      if (child !== null) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.stdin?.end();
        await ended;
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** From /proc: this is Linux's alone, as are the chaos tests. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

function parentOf(pid: number): number | null {
  const stat = readText(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold anything.
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function titleOf(pid: number): string {
  return (readText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // the process has gone
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // gone already
  }
}
