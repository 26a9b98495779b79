import { describe, expect, test } from 'vitest';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import {
  EMPTY_OUTLINE,
  isNumbered,
  type NodeJson,
  outlineOf,
  textOf,
} from '../../domain/document/outline.ts';
import { checkedDocument } from '../../domain/document/ydoc.ts';

const text = (words: string): NodeJson => ({ type: 'text', text: words });
const call = (id: string): NodeJson => ({
  type: 'text',
  text: REFERENCE_CHARACTER,
  marks: [{ type: 'footnoteReference', attrs: { id } }],
});
const refer = (target: string): NodeJson => ({
  type: 'text',
  text: REFERENCE_CHARACTER,
  marks: [{ type: 'crossReference', attrs: { target } }],
});
const block = (
  type: string,
  id: string,
  content: NodeJson[] = [],
  attrs: Record<string, unknown> = {},
): NodeJson => ({
  type,
  attrs: { id, ...attrs },
  content,
});
const paragraph = (id: string, ...content: NodeJson[]) => block('paragraph', id, content);

/** One of everything, as the editor writes it. */
const DOCUMENT: NodeJson = {
  type: 'doc',
  content: [
    block('heading', 'h1', [text('Legal framework')], { level: 2 }),
    paragraph('p1', text('The first paragraph'), call('f2'), text(' goes on.')),
    block('paragraph', 'p0', [text('An unnumbered one.')], { numbered: false }),
    block('subparagraphList', 'l1', [
      block('listItem', 'i1', [paragraph('lp1', text('Sub-paragraph'), call('f1'))]),
    ]),
    block('quotation', 'q1', [paragraph('qp1', text('Quoted words'))]),
    block(
      'table',
      't1',
      [
        block('tableRow', 'r1', [
          block('tableCell', 'c1', [paragraph('cp1', text('42 vessels'), call('f3'))]),
        ]),
      ],
      { caption: 'Port calls', source: 'Participating states' },
    ),
    block('figure', 'g1', [], { file: 'a-file', caption: 'The quay', alternative: 'A quay', source: '' }),
    block('heading', 'h2', [text('Detail')], { level: 3 }),
    block('recommendation', 'rec1', [text('States should exchange data, see '), refer('p1'), text('.')]),
    paragraph('p2', text('Called again'), call('f1')),
    block('footnote', 'f1', [text('First note.')]),
    block('footnote', 'f2', [text('Second note, with '), refer('t1')]),
    block('footnote', 'f3', [text('In the table.')]),
  ],
};

describe('the outline of a section', () => {
  test('DOC2 lists in the order of the text what has a number', () => {
    checkedDocument(DOCUMENT); // it is a document of our schema
    expect(outlineOf(DOCUMENT)).toEqual({
      paragraphs: ['p1', 'p2'],
      headings: [
        { id: 'h1', level: 2, text: 'Legal framework' },
        { id: 'h2', level: 3, text: 'Detail' },
      ],
      recommendations: ['rec1'],
      tables: [{ id: 't1', caption: 'Port calls' }],
      figures: [{ id: 'g1', caption: 'The quay' }],
      footnotes: [
        { id: 'f2', table: null },
        { id: 'f1', table: null },
        { id: 'f3', table: 't1' },
      ],
      words: 31,
    });
  });

  test('DOC2 of an empty document is the empty outline', () => {
    expect(outlineOf({ type: 'doc' })).toEqual(EMPTY_OUTLINE);
    expect(outlineOf({ type: 'doc', content: [] })).toEqual(EMPTY_OUTLINE);
  });

  test('DOC2 reading an outline changes neither the document nor the empty outline', () => {
    const before = structuredClone(DOCUMENT);
    outlineOf(DOCUMENT);
    expect(DOCUMENT).toEqual(before);
    expect(EMPTY_OUTLINE.paragraphs).toEqual([]);
  });

  test('DOC2 a paragraph counts unless it is marked as unnumbered', () => {
    expect(isNumbered(paragraph('p', text('x')), 'body')).toBe(true);
    expect(isNumbered(block('paragraph', 'p', [], { numbered: true }), 'body')).toBe(true);
    expect(isNumbered(block('paragraph', 'p', [], { numbered: false }), 'body')).toBe(false);
    expect(isNumbered(paragraph('p', text('x')), 'summary')).toBe(false);
    expect(isNumbered(block('heading', 'h'), 'body')).toBe(false);
  });

  test('DOC2 the plain text leaves reference characters out and keeps runs together', () => {
    expect(
      textOf(paragraph('p', text('sanc'), { ...text('tions'), marks: [{ type: 'italic' }] }, call('f1'))),
    ).toBe('sanctions');
    expect(
      textOf({
        type: 'doc',
        content: [paragraph('a', text('one')), paragraph('b'), paragraph('c', text('two'))],
      }),
    ).toBe('one two');
  });
});
