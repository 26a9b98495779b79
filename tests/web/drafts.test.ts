import { describe, expect, test } from 'vitest';
import type { NodeJson } from '../../domain/document/outline.ts';
import { draftOf, plainOf } from '../../web/routes/report/drafts.ts';

const p = (id: string, text: string): NodeJson => ({
  type: 'paragraph',
  attrs: { id },
  content: [{ type: 'text', text }],
});
const doc = (...content: NodeJson[]): NodeJson => ({ type: 'doc', content });

describe('WEB5 text that the server did not take', () => {
  test('WEB5 the blocks that the section does not have are kept, the whole section too', () => {
    const mine = doc(p('1', 'one'), p('2', 'two, and more'), p('3', 'three, new'));
    const draft = draftOf('Why.', 5, mine, doc(p('1', 'one'), p('2', 'two')));
    expect(draft).toEqual({
      message: 'Why.',
      at: 5,
      unsaved: ['two, and more', 'three, new'],
      whole: 'one\n\ntwo, and more\n\nthree, new',
    });
  });

  test('WEB5 nothing is called unsaved that the section says', () => {
    expect(draftOf('', 0, doc(p('1', 'one'), p('9', '')), doc(p('2', 'one'))).unsaved).toEqual([]);
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
