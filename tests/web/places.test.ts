import { expect, test } from 'vitest';
import { EMPTY_OUTLINE } from '../../domain/document/outline.ts';
import { insertionAt } from '../../web/routes/report-settings/insertion.ts';
import { placesIn } from '../../web/shell/places.ts';

const sections = [
  { id: 's1', kind: 'summary' as const, title: 'Summary', outline: EMPTY_OUTLINE },
  {
    id: 's2',
    kind: 'body' as const,
    title: 'Mandate',
    outline: { ...EMPTY_OUTLINE, paragraphs: ['p1', 'p2'], tables: [{ id: 't1', caption: 'Ships' }] },
  },
  {
    id: 's3',
    kind: 'body' as const,
    title: 'Methods',
    outline: {
      ...EMPTY_OUTLINE,
      paragraphs: ['p3'],
      headings: [{ id: 'h1', level: 2 as const, text: 'Sources' }],
    },
  },
];

test('WEB7 a number finds the paragraph, table or figure that is printed with it', () => {
  const anchors = (query: string) => placesIn(sections, query).map(({ anchor }) => anchor);
  expect(anchors('para 3')).toContain('p-p3');
  expect(anchors('3')).not.toContain('p-p1');
  expect(anchors('1')).toEqual(expect.arrayContaining(['p-p1', 'p-t1']));
  expect(placesIn(sections, '3').find(({ anchor }) => anchor === 'p-p3')).toMatchObject({
    label: 'Paragraph 3',
    within: 'II. Methods',
  });
});

test('WEB7 sections and headings are found without a number', () => {
  expect(placesIn(sections, '').map(({ label }) => label)).toEqual([
    'Summary',
    'I. Mandate',
    'II. Methods',
    'Sources',
  ]);
});

test.each([
  [0, 0],
  [9, 0],
  [11, 1],
  [29, 1],
  [31, 2],
  [500, 3],
])('REP1 a section dropped at %i px goes before row %i', (y, expected) => {
  const rows = [
    { top: 0, height: 20 },
    { top: 20, height: 20 },
    { top: 40, height: 20 },
  ];
  expect(insertionAt(y, rows)).toBe(expected);
});
