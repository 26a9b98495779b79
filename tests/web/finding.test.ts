import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { EMPTY_OUTLINE } from '../../domain/document/outline.ts';
import { matchesIn } from '../../web/editor/find.ts';
import { changesOnlyLetters } from '../../web/editor/numbering.ts';
import { referenceTargets, targetsFor } from '../../web/editor/reference-targets.ts';
import { call, doc, footnote, paragraph } from './documents.ts';

describe('WEB7 finding in a section', () => {
  const text = doc(
    paragraph('1', 'Café au lait, CAFE', call('f'), ' cafe'),
    paragraph('2', 'caf'),
    footnote('f', 'cafe'),
  );

  test('WEB7 case and accents do not matter, and positions are of the document', () => {
    const found = matchesIn(text, 'café').map(({ from, to }) => text.textBetween(from, to));
    expect(found).toEqual(['Café', 'CAFE', 'cafe', 'cafe']);
  });

  test('WEB7 nothing is found for nothing, and nothing across two paragraphs', () => {
    expect(matchesIn(text, '')).toEqual([]);
    expect(matchesIn(doc(paragraph('1', 'one'), paragraph('2', 'two')), 'onetwo')).toEqual([]);
  });
});

describe('DOC2 numbers while somebody types', () => {
  const state = EditorState.create({
    doc: doc(paragraph('1', 'some words', call('f')), footnote('f', 'note')),
  });

  test.each([
    ['a letter', state.tr.insertText('x', 3), true],
    ['a deleted word', state.tr.delete(2, 6), true],
    ['a deleted call', state.tr.delete(10, 12), false],
    ['a split paragraph', state.tr.split(4), false],
    ['an inserted call', state.tr.insert(3, call('g')), false],
  ])('DOC2 %s is looked at as it must be', (_name, tr, only) => {
    expect(changesOnlyLetters(tr)).toBe(only);
  });
});

describe('WEB7 choosing what to refer to', () => {
  const outline = { ...EMPTY_OUTLINE, paragraphs: ['p1', 'p2'], tables: [{ id: 't1', caption: 'Vessels' }] };
  const targets = referenceTargets(
    [
      { id: 's1', kind: 'body', outline },
      { id: 's2', kind: 'body', outline: { ...EMPTY_OUTLINE, paragraphs: ['p4', 'p3'] } },
    ],
    new Map([['s1', 'Findings']]),
    new Map([
      ['p2', 'The second vessel'],
      ['p4', ' '],
    ]),
  );

  test('WEB7 everything with a number can be referred to, in the order of the report, except what has no words', () => {
    expect(targets.map(({ label }) => label)).toEqual([
      'section I',
      'paragraph 1',
      'paragraph 2',
      'table 1',
      'section II',
      'paragraph 4',
    ]);
  });

  test.each([
    ['2', 'p2'],
    ['table 1', 't1'],
    ['second vessel', 'p2'],
    ['findings', 's1'],
  ])('WEB7 %s is found first', (query, id) => {
    expect(targetsFor(targets, query)[0]?.id).toBe(id);
  });
});
