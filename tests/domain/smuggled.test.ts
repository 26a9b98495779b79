import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { findFault } from '../../domain/document/check.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';

/** What is wrong with a section whose one paragraph was changed in this way; null: nothing. */
function faultAfter(change: (paragraph: Y.XmlElement, text: Y.XmlText) => void): string | null {
  const text = new Y.XmlText('Agreed words.');
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [text]);
  new Y.Doc().getXmlFragment(BODY).insert(0, [paragraph]);
  change(paragraph, text);
  const { doc } = paragraph;
  if (!doc) throw new Error('the paragraph is in no document');
  try {
    return documentOf(doc).content?.map(findFault).find(Boolean) ?? null;
  } catch (error) {
    return String(error);
  }
}

/** Yjs stores any JSON, its types say text. */
const anything = (value: unknown) => value as string;

describe('what a reader of the text would not see, and an editor would act on, is found', () => {
  test('GATE2 the paragraph as it was has no fault', () => {
    expect(faultAfter(() => undefined)).toBeNull();
  });

  test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'GATE2 an attribute called %s, which every object has',
    (name) => {
      expect(faultAfter((paragraph) => paragraph.setAttribute(name, 'x'))).toContain(`no attribute ${name}`);
    },
  );

  test('GATE2 attributes that others would be read out of', () => {
    const fault = faultAfter((paragraph) =>
      paragraph.setAttribute('__proto__', anything({ numbered: 'neither' })),
    );
    expect(fault).toContain('a name that is none');
  });

  test('GATE2 marks that others would be read out of, such as a link to a script', () => {
    const marks = JSON.parse('{"__proto__":{"link":{"href":"javascript:alert(1)"}}}');
    expect(faultAfter((_paragraph, text) => text.format(0, 3, marks))).toContain('a name that is none');
  });

  test('GATE2 attributes of a text', () => {
    expect(faultAfter((_paragraph, text) => text.setAttribute('id', 'x'))).toContain('attributes');
  });

  test.each<[string, unknown]>([
    ['an object', { hidden: true }],
    ['bytes', new Uint8Array(3)],
    ['another document', new Y.Doc()],
  ])('GATE2 %s among the characters, which moves what is typed behind it', (_name, hidden) => {
    const fault = faultAfter((_paragraph, text) => {
      // An array's content has no place in a text, and Yjs nonetheless puts it there when told so.
      const insert = Y.Array.prototype.insert as (this: Y.XmlText, at: number, content: unknown[]) => void;
      insert.call(text, 3, [hidden]);
    });
    expect(fault).toContain('no text');
  });
});
