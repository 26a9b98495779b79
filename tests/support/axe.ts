import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core, loaded into the page by `axeViolations`, is asked for. */
type Axe = {
  run(options: { resultTypes: ['violations'] }): Promise<{
    violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[];
  }>;
};

/** What axe-core finds wrong on the page as it stands, one line for each element; none where all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }; // the script just loaded puts it there
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const reasons = failureSummary.split('\n').slice(1).join(' ');
        return `${id} (${help}) at ${target.join(' ')}: ${reasons.replaceAll(/\s+/g, ' ').trim()}`;
      }),
    );
  });
}
