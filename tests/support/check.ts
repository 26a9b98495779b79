/**
 * `npm run check`: everything that must hold before a change lands, cheapest first. Stops at the first
 * step that fails; the tests come last, so that their closing line is the last line printed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importViolationsIn } from './imports.ts';
import { licenceViolations, lockFileViolations } from './licences.ts';
import { trackedFiles } from './tracked-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Step = { what: string; run: () => 'passed' | 'failed' };

const steps: Step[] = [
  { what: 'format and lint', run: () => runNode('@biomejs/biome/bin/biome', 'check', '--error-on-warnings') },
  { what: 'types', run: () => runNode('typescript/bin/tsc', '--noEmit', '--project', root) },
  { what: 'import rule', run: () => listed(importViolationsIn(root, trackedFiles(root))) },
  {
    what: 'licences of what is shipped',
    run: () => listed(licenceViolations(root).map((found) => `${found.package}: ${found.licence}`)),
  },
  { what: 'lock file', run: () => listed(lockFileViolations(root)) },
];

for (const step of steps) {
  const startedMs = performance.now();
  const outcome = step.run();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${outcome === 'passed' ? 'ok' : 'FAILED'}  ${step.what}, ${seconds} s`);
  if (outcome === 'failed') process.exit(1);
}
const tests = spawnSync(process.execPath, [join(root, 'tests/support/run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(tests.status ?? 1);

function runNode(script: string, ...args: string[]): 'passed' | 'failed' {
  const path = join(root, 'node_modules', script);
  const run = spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' });
  return run.status === 0 ? 'passed' : 'failed';
}

function listed(violations: string[]): 'passed' | 'failed' {
  for (const violation of violations) console.log(`  ${violation}`);
  return violations.length === 0 ? 'passed' : 'failed';
}
