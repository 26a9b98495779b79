/**
 * `npm test`: runs Vitest over everything, or over what the arguments select, and closes with the one line
 * `N passed, N failed` (and `, N skipped`), which holds the real counts whatever else was printed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CHROMIUM_INSTALL_VARIABLE, CHROMIUM_PATH_VARIABLE, findChromium } from './chromium.ts';
import { RESULT_FILE_VARIABLE, type RunResult } from './reporter.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const runResult: z.ZodType<RunResult> = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  besides: z.array(z.string()),
  skips: z.array(z.string()),
});

const args = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rapporteur-tests-'));
try {
  const resultPath = join(folder, 'result.json');
  const environment = { ...process.env, ...browserFor(args), [RESULT_FILE_VARIABLE]: resultPath };
  const exit = await runVitest(args, environment);
  process.exitCode = report(readResult(resultPath), exit);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The environment that tells the tests which Chromium to drive. Where none can be had the run goes on, so
 * that everything else is still checked; the browser tests then fail with the same sentence.
 */
function browserFor(selection: string[]): Record<string, string> {
  const files = selection.filter((argument) => argument.startsWith('tests/'));
  if (files.length > 0 && !files.some((file) => file.startsWith('tests/e2e'))) return {};
  try {
    return { [CHROMIUM_PATH_VARIABLE]: findChromium() };
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return { [CHROMIUM_INSTALL_VARIABLE]: 'never' };
  }
}

/** Resolves to the exit code of Vitest, or to the signal that ended it. Ctrl-C reaches Vitest by itself. */
function runVitest(selection: string[], env: NodeJS.ProcessEnv): Promise<number | string> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      `--reporter=${join(root, 'tests/support/reporter.ts')}`,
      ...selection,
    ],
    { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  // Without a listener this process would end first, and the counts would never be printed.
  const waitForVitest = () => undefined;
  process.on('SIGINT', waitForVitest);
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}

/** What the reporter wrote, or null when Vitest ended before it could. */
function readResult(path: string): RunResult | null {
  try {
    return runResult.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Prints the reasons and the closing line, and returns the exit code of the whole. */
function report(written: RunResult | null, exit: number | string): number {
  const result = written ?? { passed: 0, failed: 0, skipped: 0, besides: [], skips: [] };
  const ran = result.passed + result.failed;
  if (written === null || (exit !== 0 && result.failed === 0 && ran > 0)) {
    result.besides.push(`vitest itself ended with ${exit}`);
    result.failed += 1;
  }
  for (const line of result.skips) console.log(`skipped  ${line}`);
  for (const line of result.besides) console.log(`failed   ${line}`);
  if (ran === 0) console.log('No test ran: nothing was proved, so this run counts as failed.');
  const counts = [`${result.passed} passed`, `${result.failed} failed`];
  if (result.skipped > 0) counts.push(`${result.skipped} skipped`);
  console.log(counts.join(', '));
  return exit === 0 && result.failed === 0 && ran > 0 ? 0 : 1;
}
