import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

/** What one run of the tests came to. `failed` counts tests and also files, suites and errors that kept tests from counting. */
export type RunResult = {
  passed: number;
  failed: number;
  skipped: number;
  /** One line per failure that is no test: a file that did not load, a hook that threw, an unhandled error. */
  besides: string[];
  /** One line per skipped test, with the reason it gave. */
  skips: string[];
};

/** Names the file into which the reporter writes its {@link RunResult} as JSON. */
export const RESULT_FILE_VARIABLE = 'RAPPORTEUR_TEST_RESULT';

/**
 * Counts every test of a run and hands the counts to the process that started it, through a file: what
 * Vitest and closing servers still print after the run can then not come after the closing line.
 */
export default class CountingReporter implements Reporter {
  /** True when -t chose among the tests: the others then appear as skipped, and have nothing to explain. */
  private selecting = false;

  onInit(vitest: Vitest): void {
    this.selecting = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const path = process.env[RESULT_FILE_VARIABLE];
    if (path === undefined) return;
    writeFileSync(path, JSON.stringify(countRun(modules, unhandled, reason, this.selecting)));
  }
}

function countRun(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
  reason: TestRunEndReason,
  selecting: boolean,
): RunResult {
  const result: RunResult = { passed: 0, failed: 0, skipped: 0, besides: [], skips: [] };
  let unselected = 0;
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId);
    for (const error of module.errors()) result.besides.push(`${file}: ${firstLine(error.message)}`);
    for (const suite of module.children.allSuites()) {
      for (const error of suite.errors())
        result.besides.push(`${file} > ${suite.fullName}: ${firstLine(error.message)}`);
    }
    for (const test of module.children.allTests()) {
      const outcome = test.result();
      const name = `${file} > ${test.fullName}`;
      if (outcome.state === 'passed') result.passed += 1;
      else if (outcome.state === 'failed') result.failed += 1;
      else if (outcome.state === 'skipped') {
        result.skipped += 1;
        // Mode "run" and yet skipped: a hook before it threw, which is counted as a failure of its own.
        const isUnselected = outcome.note === undefined && (selecting || test.options.mode === 'run');
        if (isUnselected) unselected += 1;
        else result.skips.push(`${name}: ${outcome.note ?? 'no reason given'}`);
      } else result.besides.push(`${name}: did not finish`);
    }
  }
  for (const error of unhandled) result.besides.push(`unhandled error: ${firstLine(error.message)}`);
  if (unselected > 0)
    result.skips.push(
      `${unselected} not run: ${selecting ? 'not selected by -t' : 'a hook before them failed'}`,
    );
  if (reason === 'interrupted') result.besides.push('the run was interrupted');
  result.failed += result.besides.length;
  return result;
}

function firstLine(message: string | undefined): string {
  return (message ?? 'no message').split('\n', 1)[0] ?? '';
}
