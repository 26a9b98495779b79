import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { citationsIn, testTitles } from '../support/test-titles.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const root = join(import.meta.dirname, '../..');

const rulesText = readFileSync(join(root, 'docs/rules.md'), 'utf8');
const rules = [...rulesText.matchAll(/^- \*\*([A-Z]+\d+)\*\* \S/gm)].map((match) => match[1] ?? '');

const citations = trackedFiles(root)
  .filter((file) => /^tests\/.*\.test\.tsx?$/.test(file))
  .flatMap((file) =>
    testTitles(file, readFileSync(join(root, file), 'utf8')).flatMap((title) =>
      citationsIn(title).map((rule) => ({ rule, where: `${file}: ${title}` })),
    ),
  );

test('BUILD3 every promise is cited by a test', () => {
  const cited = new Set(citations.map((citation) => citation.rule));
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

test('BUILD3 every citation names a promise', () => {
  expect(citations.filter((citation) => !rules.includes(citation.rule))).toEqual([]);
});

test('BUILD3 each number is given once, and stands in its own area', () => {
  expect(rules).toEqual([...new Set(rules)]);
  const areas = rulesText.split(/^## /m).slice(1);
  const misplaced = areas.flatMap((text) => {
    const area = text.slice(0, text.indexOf(':'));
    return [...text.matchAll(/^- \*\*([A-Z]+)(\d+)\*\*/gm)].flatMap(([, of, number]) =>
      of === area ? [] : [`${of}${number} under ${area}`],
    );
  });
  expect(misplaced).toEqual([]);
});

test('BUILD3 a citation is what a title begins with', () => {
  const source = `
    describe('SYNC1 SYNC2 two at once', () => {
      test.each([1])('GATE1, GATE2: by %s', () => {});
      test.skipIf(slow)(\`LOG1 after \${count} updates\`, () => {});
      it('takes SHA256 of LOG2', () => {});
    });
    call('WF1 is no test');
  `;
  expect(testTitles('a.ts', source).flatMap(citationsIn)).toEqual([
    'SYNC1',
    'SYNC2',
    'GATE1',
    'GATE2',
    'LOG1',
  ]);
});
