import type { Node } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { blocksWithoutId, newBlockId } from '../../web/editor/block-ids.ts';
import { repair } from '../../web/editor/document-keeper.ts';
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
