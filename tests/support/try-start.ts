/**
 * Proves that `npm start` works in a folder: `node try-start.ts FOLDER DATA_DIR`. Waits for the printed
 * address, asks it for its health, presses Ctrl-C, and wants a clean end that leaves nothing running.
 * Runs as whoever calls it, so that one call as root and one as an ordinary user prove both.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const startTimeoutMs = 90_000;
const stopTimeoutMs = 30_000;

const [folder, dataDir] = process.argv.slice(2);
if (folder === undefined || dataDir === undefined) {
  console.error('Usage: node try-start.ts FOLDER DATA_DIR');
  process.exit(2);
}

const port = await freePort();
const startedMs = performance.now();
// A group of its own stands for the terminal: Ctrl-C there reaches npm, Node and Postgres alike.
const child = spawn('npm', ['start'], {
  cwd: folder,
  env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir },
  stdio: ['ignore', 'pipe', 'pipe'],
  detached: true,
});
let printed = '';
child.stdout.on('data', (chunk: Buffer) => {
  printed += chunk.toString('utf8');
});
child.stderr.on('data', (chunk: Buffer) => {
  printed += chunk.toString('utf8');
});

try {
  const address = await printedAddress(child);
  const seconds = secondsSince(startedMs);
  const health = await fetch(new URL('/api/health', address), { signal: AbortSignal.timeout(10_000) });
  if (health.status !== 200) throw new Error(`${address}/api/health answered ${health.status}.`);
  const stoppedMs = performance.now();
  signalGroup(child, 'SIGINT');
  const exit = await ended(child);
  if (exit !== 0) throw new Error(`Ctrl-C ended npm start with ${exit} instead of 0.`);
  await nothingLeft(child, dataDir);
  console.log(
    `npm start as uid ${process.getuid?.() ?? '?'}: healthy after ${seconds} s, stopped in ${secondsSince(stoppedMs)} s`,
  );
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)} It printed:\n${printed}`);
  process.exitCode = 1;
} finally {
  await endGroup(child);
}

/** The address that the server printed, once it has. */
async function printedAddress(server: ChildProcess): Promise<string> {
  const address = new RegExp(`https?://[^\\s/]+:${port}`);
  while (performance.now() - startedMs < startTimeoutMs) {
    const found = address.exec(printed)?.[0];
    if (found !== undefined) return found;
    if (server.exitCode !== null) throw new Error(`npm start ended with ${server.exitCode}.`);
    await delay(50);
  }
  throw new Error(`npm start printed no address within ${startTimeoutMs / 1000} s.`);
}

function ended(server: ChildProcess): Promise<number | string> {
  if (server.exitCode !== null) return Promise.resolve(server.exitCode);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`npm start still ran ${stopTimeoutMs / 1000} s after Ctrl-C.`)),
      stopTimeoutMs,
    );
    server.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal ?? 'no exit code');
    });
  });
}

/** npm may end a moment before what it started: waits for the rest, and throws when something stays. */
async function nothingLeft(server: ChildProcess, data: string): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (performance.now() < deadline) {
    if (!groupLives(server) && postmasterFiles(data).length === 0) return;
    await delay(50);
  }
  const files = postmasterFiles(data).join(', ');
  throw new Error(`After Ctrl-C something still runs${files === '' ? '' : `: Postgres left ${files}`}.`);
}

/** Ends what a failed try left: politely first, since a killed server cannot stop its Postgres. */
async function endGroup(server: ChildProcess): Promise<void> {
  signalGroup(server, 'SIGTERM');
  const deadline = performance.now() + 10_000;
  while (groupLives(server) && performance.now() < deadline) await delay(50);
  signalGroup(server, 'SIGKILL');
}

function groupLives(server: ChildProcess): boolean {
  return signalGroup(server, 0);
}

/** Whether there was anybody to receive the signal. */
function signalGroup(server: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (server.pid === undefined) return false;
  try {
    process.kill(-server.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Postgres keeps `postmaster.pid` in its folder for as long as it runs. */
function postmasterFiles(data: string): string[] {
  const folders = [data, ...readdirSync(data).map((name) => join(data, name))];
  return folders.map((path) => join(path, 'postmaster.pid')).filter((path) => existsSync(path));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no free port.'));
      });
    });
  });
}

function secondsSince(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(1);
}
