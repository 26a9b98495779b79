import { type ChildProcess, spawn } from 'node:child_process';
import { installDebianPackage, isExecutable, placesOnPath } from './debian-package.ts';
import { freePort } from './server-process.ts';

/** Names the server to use; it wins over every other place, and a wrong path is an error, never a fallback. */
export const REDIS_SERVER_VARIABLE = 'REDIS_SERVER_PATH';

/** A Redis or Valkey of a test, which keeps nothing. */
export type TestRedis = {
  port: number;
  child(): ChildProcess;
  /** Starts it (again) on the same port, and returns when it takes connections. */
  start(): Promise<void>;
  /** Ends it as the system would, without a word. */
  kill(): Promise<void>;
};

/**
 * The path of a Redis or Valkey server, installed first where there is none and Debian's package can be. null,
 * with one line that says so, where none can be had: tests then run without, by the poll of Postgres.
 */
export function findRedis(): string | null {
  const named = process.env[REDIS_SERVER_VARIABLE];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`${REDIS_SERVER_VARIABLE} is "${named}", where no program is: correct it or unset it.`);
  }
  const installed = () => placesOnPath(['redis-server', 'valkey-server']).find(isExecutable) ?? null;
  const found =
    installed() ?? (installDebianPackage('redis-server', 'No Redis or Valkey here') ? installed() : null);
  if (found === null)
    console.log(
      `No Redis or Valkey was found or could be installed: the nodes find each other's edits by polling.`,
    );
  return found;
}

/** Starts the server at `program` on a free port of this machine alone. */
export async function startRedis(program: string): Promise<TestRedis> {
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--daemonize',
    'no',
  ];
  let child: ChildProcess;
  const start = () =>
    new Promise<void>((resolve, reject) => {
      child = spawn(program, args, {
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH },
      });
      let printed = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (/Ready to accept connections/.test(printed)) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Redis ended with ${code}: ${printed}`)));
    });
  await start();
  return {
    port,
    child: () => child,
    start,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}
