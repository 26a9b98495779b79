import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import {
  differenceBetween,
  draftOf,
  isNothing,
  isSameDraft,
  lackingWords,
  plainOf,
} from '../../web/editor/drafts.ts';
import { differenceOf } from '../../web/editor/recovering.ts';

const p = (id: string, text: string): NodeJson => ({
  type: 'paragraph',
  attrs: { id },
  content: [{ type: 'text', text }],
});
const doc = (...content: NodeJson[]): NodeJson => ({ type: 'doc', content });

/** Two replicas of one section: what the server has, and what somebody made of it offline. */
function replicas(...texts: string[]): { mine: Y.Doc; theirs: Y.Doc } {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
  const content = texts.map((text, i) => p(`p${i}`, text));
  prosemirrorJSONToYXmlFragment(schema, doc(...content), theirs.getXmlFragment(BODY));
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  return { mine, theirs };
}
const block = (ydoc: Y.Doc, index: number) => ydoc.getXmlFragment(BODY).get(index) as Y.XmlElement; // of paragraphs only
const textIn = (ydoc: Y.Doc, index: number) => block(ydoc, index).get(0) as Y.XmlText; // each has text

describe('WEB5 text that the server did not take', () => {
  test('WEB5 the blocks that the section does not have are kept, the whole section too', () => {
    const mine = doc(p('1', 'one'), p('2', 'two, and more'), p('3', 'three, new'));
    expect(differenceBetween(mine, doc(p('1', 'one'), p('2', 'two')))).toEqual({
      unsaved: ['two, and more', 'three, new'],
      deleted: [],
      reshaped: 0,
      whole: 'one\n\ntwo, and more\n\nthree, new',
    });
  });

  test('WEB5 nothing is called unsaved that the section says', () => {
    const difference = differenceBetween(doc(p('1', 'one'), p('9', '')), doc(p('1', 'one')));
    expect(isNothing(difference)).toBe(true);
    expect(lackingWords(difference)).toBe('Everything that you had typed is in the section.');
  });

  test('WEB5 what others wrote meanwhile is not called mine, and what I typed is', () => {
    const { mine, theirs } = replicas('one', 'two', 'three');
    textIn(theirs, 0).insert(3, ', by a colleague');
    theirs.getXmlFragment(BODY).delete(1, 1);
    textIn(mine, 2).insert(5, ', by me');
    const difference = differenceOf(mine, theirs);
    expect(difference.unsaved).toEqual(['three, by me']);
    expect(difference.deleted).toEqual([]);
    expect(difference.whole).toBe('one, by a colleague\n\nthree, by me');
  });

  test('WEB5 a deletion and a change of form that were not taken are told', () => {
    const { mine, theirs } = replicas('one', 'two', 'three');
    textIn(mine, 2).format(0, 5, { italic: {} });
    mine.getXmlFragment(BODY).delete(0, 1);
    const difference = differenceOf(mine, theirs);
    expect(difference).toMatchObject({ unsaved: [], deleted: ['one'], reshaped: 1 });
    expect(lackingWords(difference)).toBe(
      'One paragraph that you deleted still stands there. One paragraph does not have the form that you gave it.',
    );
  });

  test('WEB5 of a section that is gone everything is kept', () => {
    const { mine } = replicas('one', 'two');
    expect(differenceOf(mine, null).unsaved).toEqual(['one', 'two']);
  });

  test('WEB5 two tabs that find the same keep it once', () => {
    const name = { reportId: 'r', sectionId: 's', title: 'Findings' };
    const { mine, theirs } = replicas('one');
    textIn(mine, 0).insert(3, ' more');
    const found = () => draftOf(name, 'Why.', 5, differenceOf(mine, theirs));
    expect(isSameDraft(found(), found())).toBe(true);
    textIn(mine, 0).insert(3, ' and more');
    expect(isSameDraft(draftOf(name, 'Why.', 5, differenceBetween(doc(p('1', 'one')), doc())), found())).toBe(
      false,
    );
  });

  test('WEB5 lists and tables come as lines, a caption before them', () => {
    const cell = (text: string): NodeJson => ({ type: 'tableCell', content: [p(text, text)] });
    const table: NodeJson = {
      type: 'table',
      attrs: { caption: 'Vessels' },
      content: [
        { type: 'tableRow', content: [cell('a'), cell('b')] },
        { type: 'tableRow', content: [cell('c'), cell('d')] },
      ],
    };
    expect(plainOf(table)).toBe('Vessels\na\tb\nc\td');
  });
});
