import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

/** What a process holds after a collection, in bytes. */
const memoryAnswer = z.object({ heap: z.number(), resident: z.number() });
export type Memory = z.infer<typeof memoryAnswer>;

/** A server to measure, as unmodified as it is shipped: only `meter.ts` is loaded before it. */
export type ServerProcess = {
  pid: number;
  /** What the process holds after a collection of garbage. */
  memory(): Promise<Memory>;
  /** Has it exit as by `process.exit`, so that Node still writes its profile. */
  exit(): Promise<void>;
  /** Ctrl-C, for whoever handles it. */
  interrupt(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

export type ToSpawn = {
  /** The script, with its arguments. */
  script: string[];
  env: Record<string, string>;
  /** What it prints when it can be used. */
  ready: RegExp;
  nodeArgs: string[];
};

/** Starts a server and waits until it says that it is ready. Rejects with what it printed when it ends instead. */
export async function spawnPeer({ script, env, ready, nodeArgs }: ToSpawn): Promise<ServerProcess> {
  const meter = path.join(import.meta.dirname, 'meter.ts');
  const child = spawn(process.execPath, ['--expose-gc', '--import', meter, ...nodeArgs, ...script], {
    cwd: path.parse(process.cwd()).root,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true, // a Ctrl-C in the terminal is ours to pass on
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script[0]} could not be started`);
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const ended = once(child, 'close').finally(() => process.off('exit', killAtExit));
  await printed(child, ready);
  return {
    pid,
    async memory() {
      child.send('memory');
      const [answer]: unknown[] = await once(child, 'message');
      return memoryAnswer.parse(answer);
    },
    async exit() {
      if (child.connected) child.send('exit');
      await ended;
    },
    async interrupt() {
      child.kill('SIGINT');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function printed(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const add = (chunk: Buffer): void => {
      if (text === 'ready') return; // it goes on printing, and must not wait for us to read
      text += chunk.toString();
      if (!ready.test(text)) return;
      text = 'ready';
      resolve();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    child.once('close', (code, signal) => reject(new Error(`it ended with ${code ?? signal}:\n${text}`)));
  });
}
