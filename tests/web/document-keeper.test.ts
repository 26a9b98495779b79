import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { blocksWithoutId, newBlockId } from '../../web/editor/block-ids.ts';
import { keepFootnotesLast, repair } from '../../web/editor/document-keeper.ts';
import { callsIn, footnotesIn } from '../../web/editor/section-doc.ts';
import { call, doc, footnote, paragraph } from './documents.ts';

const repaired = (before: Node, pasted = new Map<string, Node>()) => {
  const { doc: after } = repair(EditorState.create({ doc: before }).tr, pasted);
  after.check();
  return after;
};
const idsOf = (node: Node) => node.children.map((child) => String(child.attrs.id));
const textsOf = (node: Node) => node.children.map((child) => child.textContent.replaceAll('\u2060', '*'));

describe('DOC1 ids of blocks', () => {
  test('DOC1 a block without an id gets one', () => {
    const [id] = idsOf(repaired(doc(paragraph(null, 'words'))));
    expect(id).toMatch(/^[\w-]{16}$/);
  });

  test.each([
    ['split in the middle, the first half keeps the id', ['one', 'two'], 0],
    ['split at the start, the text keeps the id', ['', 'one two'], 1],
    ['split at the end, the text keeps the id', ['one two', ''], 0],
  ])('DOC1 %s', (_name, texts, keeper) => {
    const after = repaired(doc(...texts.map((text) => paragraph('p1', text))));
    const ids = idsOf(after);
    expect(ids[keeper]).toBe('p1');
    expect(new Set(ids).size).toBe(2);
  });

  test('DOC1 a document in order is left as it is', () => {
    const before = doc(paragraph('p1', 'one'), paragraph('p2', 'two'));
    expect(blocksWithoutId(before)).toEqual([]);
    expect(repaired(before)).toBe(before);
  });

  test('DOC1 new ids are all different', () => {
    expect(new Set(Array.from({ length: 1000 }, newBlockId)).size).toBe(1000);
  });
});

describe('DOC4 calls and footnotes', () => {
  test('DOC4 a call without a footnote gets one, in the order of the calls', () => {
    const after = repaired(doc(paragraph('p1', 'a', call('f1'), ' b', call('f2')), footnote('f2', 'second')));
    expect(idsOf(after)).toEqual(['p1', 'f1', 'f2']);
  });

  test('DOC4 a copied call gets an id of its own and a copy of the text', () => {
    const after = repaired(
      doc(paragraph('p1', 'a', call('f1')), paragraph('p2', 'a', call('f1')), footnote('f1', 'text')),
    );
    const [first, second] = callsIn(after).map(({ id }) => id);
    expect(first).toBe('f1');
    expect(second).not.toBe('f1');
    expect(textsOf(after)).toEqual(['a*', 'a*', 'text', 'text']);
    expect(idsOf(after).slice(2)).toEqual([first, second]);
  });

  test('DOC4 two copies side by side become two calls', () => {
    const after = repaired(doc(paragraph('p1', call('f1'), call('f1')), footnote('f1', 'text')));
    expect(new Set(callsIn(after).map(({ id }) => id)).size).toBe(2);
  });

  test('DOC4 a call pasted from elsewhere brings the text of its footnote', () => {
    const pasted = footnote('f9', 'from elsewhere');
    const after = repaired(doc(paragraph('p1', 'a', call('f9'))), new Map(pasted ? [['f9', pasted]] : []));
    expect(footnotesIn(after).get('f9')?.node.textContent).toBe('from elsewhere');
  });

  test('DOC4 a footnote that nothing calls any more is kept', () => {
    const before = doc(paragraph('p1', 'a'), footnote('f1', 'kept'));
    expect(repaired(before)).toBe(before);
  });
});

describe('WEB16 footnotes stand last', () => {
  const kept = (before: Node, after: Node, caret?: number) => {
    const tr = EditorState.create({ doc: after }).tr;
    if (caret !== undefined) tr.setSelection(TextSelection.create(tr.doc, caret));
    keepFootnotesLast(tr, before);
    tr.doc.check();
    return tr;
  };

  test('WEB16 blocks that came behind a footnote go before the first, in their order, with the caret', () => {
    const before = doc(
      paragraph('p1', 'a', call('f1'), call('f2')),
      footnote('f1', 'x'),
      footnote('f2', 'y'),
    );
    const after = doc(
      paragraph('p1', 'a', call('f1'), call('f2')),
      footnote('f1', 'x'),
      paragraph(null, 'new'),
      footnote('f2', 'y'),
      paragraph(null, 'newer'),
    );
    const tr = kept(before, after, after.content.size - 1);
    expect(textsOf(tr.doc)).toEqual(['a**', 'new', 'newer', 'x', 'y']);
    expect(tr.selection.$head.parent.textContent).toBe('newer');
    expect(tr.selection.$head.parentOffset).toBe(5);
  });

  test('WEB16 what a colleague left behind a footnote is not taken away from under them', () => {
    const before = doc(paragraph('p1', 'a', call('f1')), footnote('f1', 'x'), paragraph('p2', 'theirs'));
    expect(kept(before, before).docChanged).toBe(false);
    const split = doc(
      paragraph('p1', 'a', call('f1')),
      footnote('f1', 'x'),
      paragraph('p2', 'the'),
      paragraph('p2', 'irs'),
    );
    expect(textsOf(kept(before, split).doc)).toEqual(['a*', 'irs', 'x', 'the']);
  });
});
