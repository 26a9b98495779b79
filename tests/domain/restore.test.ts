import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonical } from '../../domain/document/canonical.ts';
import { restoreDocument } from '../../domain/document/restore.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';
import { anyDocument, doc, marked, paragraph, plainText, relatedDocuments, ydocOf } from './documents.ts';

/** The texts of a Y.Doc, by the order in which they stand. */
function textsOf(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child];
    return child instanceof Y.XmlElement ? textsOf(child) : [];
  });
}

function replicaOf(ydoc: Y.Doc): Y.Doc {
  const replica = new Y.Doc();
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(ydoc));
  return replica;
}

function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

function type(ydoc: Y.Doc, place: number, offset: number, words: string): boolean {
  const texts = textsOf(ydoc.getXmlFragment(BODY));
  const text = texts[place % Math.max(texts.length, 1)];
  text?.insert(offset % (text.length + 1), words);
  return text !== undefined;
}

/** The words that every paragraph of the document holds, by id. */
function wordsById(ydoc: Y.Doc): Record<string, string> {
  return Object.fromEntries(
    (documentOf(ydoc).content ?? []).map((node) => [String(node.attrs?.id), plainText(node)]),
  );
}

describe('VER1 restoring', () => {
  test('VER1 gives exactly the text of the version, and fits the schema', () => {
    const check = (from: Parameters<typeof ydocOf>[0], to: Parameters<typeof ydocOf>[0]) => {
      const ydoc = ydocOf(from);
      restoreDocument(ydoc, to);
      expect(canonical(documentOf(ydoc))).toEqual(canonical(to));
      checkedDocument(documentOf(ydoc));
    };
    fc.assert(fc.property(anyDocument, anyDocument, check), { numRuns: 150 });
    fc.assert(
      fc.property(relatedDocuments, ({ from, to }) => check(from, to)),
      { numRuns: 250 },
    );
  });

  test('VER1 what an editor had merged or begun at once is restored as well', () => {
    fc.assert(
      fc.property(
        relatedDocuments,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
        ({ from, to }, edits) => {
          const ydoc = ydocOf(from);
          const other = replicaOf(ydoc);
          for (const [place, offset] of edits) {
            type(ydoc, place, offset, 'here');
            type(other, place, offset, 'there');
          }
          // Two people who begin an empty block at once leave two texts in it.
          for (const replica of [ydoc, other])
            for (const element of replica.getXmlFragment(BODY).toArray())
              if (element instanceof Y.XmlElement && schema.nodes[element.nodeName]?.isTextblock)
                element.insert(element.length, [new Y.XmlText('begun')]);
          exchange(ydoc, other);
          restoreDocument(ydoc, to);
          expect(canonical(documentOf(ydoc))).toEqual(canonical(to));
        },
      ),
    );
  });

  test('VER1 of what is already so changes nothing', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const ydoc = ydocOf(document);
        let updates = 0;
        ydoc.on('update', () => {
          updates += 1;
        });
        restoreDocument(ydoc, documentOf(replicaOf(ydoc)));
        expect(updates).toBe(0);
      }),
    );
  });

  test('VER1 leaves blocks that are equal untouched: they are the same Yjs items as before', () => {
    const [a, b, c] = [paragraph('a', 'One.'), paragraph('b', 'Two.'), paragraph('c', 'Three.')];
    const ydoc = ydocOf(doc(a, b, c));
    const before = ydoc.getXmlFragment(BODY).toArray();
    restoreDocument(ydoc, doc(a, paragraph('n', 'New.'), c));
    const after = ydoc.getXmlFragment(BODY).toArray();
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
    expect(after).toHaveLength(3);
  });

  test('VER1 what colleagues type into blocks that stay survives, and all end equal', () => {
    const words = fc.array(fc.constantFrom('oil', 'port', 'vessel', 'team'), { minLength: 1, maxLength: 8 });
    const pages = fc.array(words, { minLength: 1, maxLength: 5 });
    const typed = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pages, pages, typed, (from, to, edits) => {
        const page = (ws: string[], index: number) => paragraph(`p${index}`, ws.join(' '));
        const ydoc = ydocOf(doc(...from.map(page)));
        const colleague = replicaOf(ydoc);
        edits.forEach(([place, offset], index) => {
          type(colleague, place % Math.min(from.length, to.length), offset, `<typed${index}>`);
        });
        restoreDocument(ydoc, doc(...to.map(page)));
        exchange(ydoc, colleague);
        expect(documentOf(colleague)).toEqual(documentOf(ydoc));
        const all = wordsById(ydoc);
        edits.forEach(([place], index) => {
          // A later edit may have been typed into an earlier one: its letters are all there, if not side by side.
          const inPage = all[`p${place % Math.min(from.length, to.length)}`] ?? '';
          expect(isWithin(`<typed${index}>`, inPage)).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  test('VER1 words typed between two changes of a paragraph stay where they were typed', () => {
    const ydoc = ydocOf(doc(paragraph('a', 'The vessel left the port on 3 May.')));
    const colleague = replicaOf(ydoc);
    type(colleague, 0, 'The vessel left the port on'.length, ' or about');
    restoreDocument(ydoc, doc(paragraph('a', 'The vessel left the harbour on 4 May.')));
    exchange(ydoc, colleague);
    expect(wordsById(colleague)).toEqual({ a: 'The vessel left the harbour on or about 4 May.' });
  });

  test('VER1 keeps the comments of text that stays, and brings back those of text that returns', () => {
    const comment = (text: string, id: string) => marked(text, 'comment', { id });
    const ydoc = ydocOf(doc(paragraph('a', 'The ', comment('vessel', 't1'), ' left today.')));
    restoreDocument(
      ydoc,
      doc(paragraph('a', 'The vessel left.'), paragraph('b', comment('Gone', 't2'), ' text.')),
    );
    expect(documentOf(ydoc).content?.map((node) => node.content)).toEqual([
      [{ type: 'text', text: 'The ' }, comment('vessel', 't1'), { type: 'text', text: ' left.' }],
      [comment('Gone', 't2'), { type: 'text', text: ' text.' }],
    ]);
  });

  test('VER1 attributes keep their types', () => {
    const ydoc = ydocOf(doc(paragraph('a', 'x')));
    restoreDocument(
      ydoc,
      doc(
        { type: 'paragraph', attrs: { id: 'a', numbered: false } },
        { type: 'heading', attrs: { id: 'h', level: 3 } },
      ),
    );
    expect(documentOf(ydoc).content).toEqual([
      { type: 'paragraph', attrs: { id: 'a', numbered: false } },
      { type: 'heading', attrs: { id: 'h', level: 3 } },
    ]);
  });
});

function isWithin(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === letters[at]) at += 1;
  return at === letters.length;
}
