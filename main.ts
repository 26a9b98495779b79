import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accountLines, createDemo } from './api/sample/demo.ts';
import type { SampleAccount } from './api/sample/load.ts';
import { type Config, parseConfig } from './config.ts';
import { DomainError } from './domain/errors.ts';
import { type RunningServer, startServer } from './server.ts';

/** After this long the process ends whatever still runs; Postgres is told to stop even then. */
const stopWithinMs = 5_000;

type Mode = 'workspace' | 'demo';

try {
  await run(modeOf(process.argv.slice(2)));
} catch (error) {
  // A refusal is one sentence; anything else is our fault, and is printed whole to be reported.
  console.error(error instanceof DomainError ? error.message : error);
  process.exit(1);
}

async function run(mode: Mode): Promise<void> {
  const config = parseConfig(process.env);
  if (mode === 'workspace') return serve(config, mode);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-demo-'));
  try {
    await serve({ ...config, store: { kind: 'embedded', dataDir, authSecret: null } }, mode);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function modeOf(args: string[]): Mode {
  if (args.length === 0) return 'workspace';
  if (args.length === 1 && args[0] === '--demo') return 'demo';
  throw new DomainError(
    'invalid',
    `Rapporteur does not know ${args.join(' ')}: start it with nothing, or with --demo for a throw-away workspace.`,
  );
}

/** Serves until a signal says to stop. */
async function serve(config: Config, mode: Mode): Promise<void> {
  const stop = stopSignal();
  let server: RunningServer;
  try {
    server = await startServer(config, {
      client: 'build',
      announce: (line) => console.log(line),
      signal: stop,
    });
  } catch (error) {
    if (stop.aborted) return; // stopped while starting: that is no failure
    throw error;
  }
  try {
    if (!stop.aborted) await announce(server, mode === 'demo' ? await createDemo(server.context) : []);
    if (!stop.aborted)
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  } finally {
    await server.close();
  }
}

/** Says where it is, and how to get in: the set-up link, or who is in the demonstration. */
async function announce(server: RunningServer, demo: SampleAccount[]): Promise<void> {
  const setUpLink = await server.createSetUpLink();
  console.log(`Rapporteur is ready: ${server.url}`);
  if (setUpLink !== null) console.log(`Set up this workspace, once: ${setUpLink}`);
  if (demo.length === 0) return;
  console.log('It is a demonstration, and gone when it stops. Who can sign in, with which password:');
  for (const line of accountLines(demo)) console.log(line);
}

/**
 * Aborted by the first Ctrl-C, `kill`, or closing of the terminal. Later ones change nothing: `npm start` passes
 * on a Ctrl-C that the terminal has sent us already, which must not count as impatience.
 */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => {
      console.error(`Rapporteur did not stop within ${stopWithinMs / 1000} seconds and was ended.`);
      process.exit(1);
    }, stopWithinMs).unref();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}
