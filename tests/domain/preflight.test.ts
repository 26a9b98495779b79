import { describe, expect, test } from 'vitest';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { type CheckedSection, FINDING_KINDS, preflight } from '../../domain/publication/preflight.ts';

const FACTS = {
  symbol: 'MSMT/2026/1',
  title: 'A report',
  language: 'en',
  states: [],
  edition: 1,
  publishedAt: '2026-11-24T00:00:00.000Z',
  sample: false,
};
const PICTURES = new Map([
  ['picture', { width: 800, height: 600 }],
  ['poster', { width: 10_000, height: 10_000 }],
]);
const text = (value: string, ...marks: NonNullable<NodeJson['marks']>): NodeJson => ({
  type: 'text',
  text: value,
  marks,
});
const paragraph = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'paragraph',
  attrs: { id, numbered: true },
  content,
});
const reference = (target: string) =>
  text(REFERENCE_CHARACTER, { type: 'crossReference', attrs: { target } });
const call = (id: string) => text(REFERENCE_CHARACTER, { type: 'footnoteReference', attrs: { id } });
const footnote = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'footnote',
  attrs: { id },
  content,
});
const heading = (id: string, level: number): NodeJson => ({
  type: 'heading',
  attrs: { id, level },
  content: [text(id)],
});
const figure = (attrs: object): NodeJson => ({
  type: 'figure',
  attrs: { id: 'f', file: 'picture', caption: 'C', source: 'S', alternative: 'A', ...attrs },
});
const section = (content: NodeJson[], other: Partial<CheckedSection> = {}): CheckedSection => ({
  id: 's',
  kind: 'body',
  title: 'Findings',
  stage: 'agreed',
  openThreads: 0,
  document: { type: 'doc', content },
  ...other,
});
const fine = paragraph('p', text('Text.'));

/** What the check says, as "level kind block". */
const check = (...sections: CheckedSection[]) =>
  preflight(FACTS, sections, PICTURES).map(({ level, kind, blockId }) => `${level} ${kind} ${blockId}`);

const CASES: [name: string, sections: CheckedSection[], expected: string[]][] = [
  ['a report without sections', [], ['error no_section null']],
  ['a section that is not agreed', [section([fine], { stage: 'review' })], ['error not_agreed null']],
  ['a section without text', [section([paragraph('p')])], ['error empty_section null']],
  ['open threads', [section([fine], { openThreads: 2 })], ['warning open_threads null']],
  [
    'a figure without alternative text',
    [section([figure({ alternative: ' ' })])],
    ['error missing_alternative f'],
  ],
  ['a figure without caption', [section([figure({ caption: '' })])], ['warning missing_caption f']],
  ['a figure whose picture is gone', [section([figure({ file: 'gone' })])], ['error missing_image f']],
  ['a picture too large to typeset', [section([figure({ file: 'poster' })])], ['error large_image f']],
  [
    'a reference to nothing',
    [section([paragraph('p', text('x'), reference('gone'))])],
    ['error dangling_reference p'],
  ],
  [
    'a footnote without text',
    [section([paragraph('p', text('x'), call('n')), footnote('n')])],
    ['error missing_footnote n'],
  ],
  [
    'a call of a footnote that is gone',
    [section([paragraph('p', text('x'), call('n'))])],
    ['error missing_footnote n'],
  ],
  [
    'a footnote that nobody calls',
    [section([fine, footnote('n', text('x'))])],
    ['warning orphan_footnote n'],
  ],
  [
    'a heading of the third level under none',
    [section([heading('h', 3), fine])],
    ['warning skipped_heading h'],
  ],
  ['an empty numbered paragraph', [section([paragraph('e'), fine])], ['warning empty_paragraph e']],
  [
    'a link that is not encrypted',
    [section([paragraph('p', text('x', { type: 'link', attrs: { href: 'http://example.org' } }))])],
    ['warning unencrypted_link p'],
  ],
];

describe('the check before publication', () => {
  test.each(CASES)('PUB4 finds %s, and nothing else', (_, sections, expected) => {
    expect(check(...sections)).toEqual(expected);
  });

  test('PUB4 knows a case for every kind of finding', () => {
    const proved = CASES.flatMap(([, , expected]) => expected.map((line) => line.split(' ')[1]));
    expect(new Set(proved)).toEqual(new Set(FINDING_KINDS));
  });

  test('PUB4 finds nothing in a report that is ready, whose references cross sections', () => {
    const ready = [
      section([
        heading('h', 2),
        heading('h3', 3),
        paragraph('p', text('See '), reference('q'), call('n')),
        footnote('n', text('N')),
      ]),
      section([paragraph('q', text('See '), reference('s')), figure({})], { id: 't' }),
    ];
    expect(check(...ready)).toEqual([]);
  });

  test('PUB4 says where it is and what to do', () => {
    const [finding] = preflight(FACTS, [section([figure({ alternative: '' })])], PICTURES);
    expect(finding).toEqual({
      level: 'error',
      kind: 'missing_alternative',
      message: 'Section I “Findings” (figure 1) has no alternative text for those who cannot see it.',
      sectionId: 's',
      blockId: 'f',
    });
  });

  test('PUB4 names what has no number by the paragraph that it follows', () => {
    const list: NodeJson = {
      type: 'subparagraphList',
      attrs: { id: 'l' },
      content: [{ type: 'listItem', content: [paragraph('i', reference('gone'))] }],
    };
    const messages = (content: NodeJson[]) =>
      preflight(FACTS, [section(content)], PICTURES).map(({ message }) => message);
    const advice = 'refers to something that is no longer there: correct the reference.';
    expect(messages([fine, list])).toEqual([
      `Section I “Findings” (sub-paragraphs after paragraph 1) ${advice}`,
    ]);
    expect(messages([list, fine])).toEqual([`Section I “Findings” (sub-paragraphs) ${advice}`]);
  });
});
