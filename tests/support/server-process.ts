import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** `node main.ts` as somebody runs it in a terminal: a process group of its own, and what it printed. */
export type ServerProcess = {
  child: ChildProcess;
  /** Everything printed so far, both streams. */
  printed(): string;
  /** The address, once it is printed. Rejects with what was printed when the process ends instead. */
  ready: Promise<string>;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  /** Ctrl-C: the terminal signals the whole group. Nothing happens when the process has ended. */
  interrupt(): void;
  /** Ends the process by itself, as the system does when memory runs out, and waits until it has gone. */
  kill(): Promise<void>;
};

/** Starts it with nothing of our own environment but the search path. `uid`: as which user, for root. */
export function spawnServer(
  env: Record<string, string>,
  options: { args?: string[]; uid?: number } = {},
): ServerProcess {
  const child = spawn(process.execPath, [path.join(root, 'main.ts'), ...(options.args ?? [])], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  let printed = '';
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const add = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = /Rapporteur is ready: (\S+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    void ended.then((code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
  ready.catch(() => undefined); // whoever awaits it sees it; a test of failures does not
  return {
    child,
    printed: () => printed,
    ready,
    ended,
    interrupt() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGINT');
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
