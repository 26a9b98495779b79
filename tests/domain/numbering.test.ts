import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letter, numberReport, referenceText, roman } from '../../domain/document/numbering.ts';
import { EMPTY_OUTLINE, type SectionKind, type SectionOutline } from '../../domain/document/outline.ts';

const section = (id: string, kind: SectionKind, outline: Partial<SectionOutline> = {}) => ({
  id,
  kind,
  outline: { ...EMPTY_OUTLINE, ...outline },
});
const called = (...ids: string[]) => ids.map((id) => ({ id, table: null }));

describe('numbers of a report', () => {
  const numbers = numberReport([
    section('summary', 'summary', {
      paragraphs: ['p0'],
      footnotes: called('f0'),
      headings: [{ id: 'h0', level: 2, text: '' }],
    }),
    section('one', 'body', {
      paragraphs: ['p1', 'p2'],
      headings: [
        { id: 'hA', level: 2, text: '' },
        { id: 'hA1', level: 3, text: '' },
        { id: 'hA2', level: 3, text: '' },
        { id: 'hB', level: 2, text: '' },
        { id: 'hB1', level: 3, text: '' },
      ],
      tables: [{ id: 't1', caption: '' }],
      figures: [{ id: 'g1', caption: '' }],
      footnotes: [...called('f1'), { id: 'fa', table: 't1' }, { id: 'fb', table: 't1' }, ...called('f2')],
    }),
    section('two', 'body', {
      paragraphs: ['p3'],
      headings: [{ id: 'h2A', level: 2, text: '' }],
      recommendations: ['r1', 'r2'],
      tables: [{ id: 't2', caption: '' }],
      footnotes: called('f3'),
    }),
    section('x', 'annex', {
      tables: [{ id: 't3', caption: '' }],
      footnotes: [...called('xa', 'xb'), { id: 'ta', table: 't3' }, ...called('xc')],
    }),
    section('y', 'annex', { paragraphs: ['py'], footnotes: called('ya') }),
  ]);
  const number = (id: string) => numbers.get(id)?.number;

  test.each([
    ['sections I, II and annexes I, II', ['one', 'two', 'x', 'y'], ['I', 'II', 'Annex I', 'Annex II']],
    ['paragraphs in one run through all sections', ['p1', 'p2', 'p3'], ['1', '2', '3']],
    [
      'headings A, 1, 2, B, 1 and afresh in each section',
      ['hA', 'hA1', 'hA2', 'hB', 'hB1', 'h2A'],
      ['A', '1', '2', 'B', '1', 'A'],
    ],
    ['footnotes in one run, the summary included', ['f0', 'f1', 'f2', 'f3'], ['1', '2', '3', '4']],
    ['letters inside a table', ['fa', 'fb', 'ta'], ['a', 'b', 'a']],
    ['letters inside each annex', ['xa', 'xb', 'xc', 'ya'], ['a', 'b', 'c', 'a']],
    ['tables through body and annexes', ['t1', 't2', 't3'], ['1', '2', '3']],
    ['figures and recommendations apart', ['g1', 'r1', 'r2'], ['1', '1', '2']],
  ])('DOC2 %s', (_what, ids, expected) => {
    expect(ids.map(number)).toEqual(expected);
  });

  test('DOC2 a summary has no number, nor have paragraphs outside the body; each number knows its section', () => {
    expect(['summary', 'p0', 'py'].filter((id) => numbers.has(id))).toEqual([]);
    expect(numbers.get('p3')).toEqual({ kind: 'paragraph', number: '3', sectionId: 'two' });
  });

  test('DOC2 references read as in print', () => {
    const read = (id: string) => {
      const numbered = numbers.get(id);
      return numbered && referenceText(numbered);
    };
    expect(['p3', 't2', 'two', 'y', 'f3'].map(read)).toEqual([
      'paragraph 3',
      'table 2',
      'section II',
      'annex II',
      'footnote 4',
    ]);
  });

  test('DOC2 a second block with an id already used takes no number from the first', () => {
    const twice = numberReport([
      section('a', 'body', { paragraphs: ['p', 'q'] }),
      section('b', 'body', { paragraphs: ['p'] }),
    ]);
    expect(twice.get('p')).toEqual({ kind: 'paragraph', number: '1', sectionId: 'a' });
  });

  test('DOC2 however the paragraphs are spread over sections, they run 1 to n', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 }), { maxLength: 12 }), (counts) => {
        const ids = counts.map((count, s) => Array.from({ length: count }, (_, p) => `s${s}p${p}`));
        const all = numberReport(ids.map((paragraphs, s) => section(`s${s}`, 'body', { paragraphs })));
        expect(ids.flat().map((id) => all.get(id)?.number)).toEqual(ids.flat().map((_, i) => String(i + 1)));
      }),
    );
  });
});

describe('signs', () => {
  test.each([
    [1, 'I'],
    [4, 'IV'],
    [9, 'IX'],
    [14, 'XIV'],
    [40, 'XL'],
    [99, 'XCIX'],
    [1990, 'MCMXC'],
  ])('DOC2 %i is written %s', (n, sign) => expect(roman(n)).toBe(sign));

  test.each([
    [1, 'a'],
    [26, 'z'],
    [27, 'aa'],
    [52, 'az'],
    [53, 'ba'],
    [703, 'aaa'],
  ])('DOC2 the %ith letter is %s', (n, sign) => expect(letter(n)).toBe(sign));
});
