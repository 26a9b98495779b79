import { prosemirrorJSONToYDoc } from '@tiptap/y-tiptap';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, digestOf } from '../../domain/document/canonical.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';

type Marks = NonNullable<NodeJson['marks']>;
type Run = { text: string; marks: Marks };
type Block = { id: string; numbered: boolean; runs: Run[] };

const marks: fc.Arbitrary<Marks> = fc
  .record({ italic: fc.boolean(), link: fc.option(fc.webUrl(), { nil: null }) })
  .map(({ italic, link }) => [
    ...(italic ? [{ type: 'italic' }] : []),
    ...(link ? [{ type: 'link', attrs: { href: link } }] : []),
  ]);
const words = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const blocks: fc.Arbitrary<Block[]> = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z0-9]{10}$/),
    numbered: fc.boolean(),
    runs: fc.array(fc.record({ text: words, marks }), { maxLength: 4 }),
  }),
  { maxLength: 5, selector: ({ id }) => id },
);

/** The document as plainly as can be: one text node per run. */
const plain = (given: Block[]): NodeJson => ({
  type: 'doc',
  content: given.map(({ id, numbered, runs }) => ({
    type: 'paragraph',
    attrs: { id, numbered },
    content: runs.map(({ text, marks }) => ({ type: 'text', text, marks })),
  })),
});

/** The same text written otherwise: runs cut at `cuts`, marks and keys turned round, comments, decomposed letters. */
function disguised(given: Block[], cut: (length: number) => number, comments: boolean): NodeJson {
  return {
    content: given.map(({ id, numbered, runs }) => ({
      content: runs.flatMap(({ text, marks }) => {
        const at = cut(text.length);
        const pieces = [text.slice(0, at), text.slice(at)].filter((piece) => piece !== '');
        return pieces.map((piece, i) => ({
          marks: [
            ...[...marks].reverse().map((mark) => ({ attrs: mark.attrs ?? {}, type: mark.type })),
            ...(comments && i === 0 ? [{ type: 'comment', attrs: { id: 'thread' } }] : []),
          ],
          type: 'text',
          text: piece.normalize('NFD'),
        }));
      }),
      // `numbered: true` is the default: some clients write it, some leave it out.
      attrs: numbered ? { id } : { numbered, id },
      type: 'paragraph',
    })),
    type: 'doc',
  };
}

describe('the digest of a section', () => {
  test('DOC3 is not changed by how the text was cut, by the order of marks, by defaults, comments or composition', () => {
    fc.assert(
      fc.property(
        blocks,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (given, share, comments) => {
          const other = disguised(given, (length) => Math.round(length * share), comments);
          expect(canonicalText(other)).toBe(canonicalText(plain(given)));
        },
      ),
    );
  });

  test('DOC3 is the same for the document of the editor and for the one in the Y.Doc', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const editor = checkedDocument(plain(given)).toJSON();
        const stored = documentOf(prosemirrorJSONToYDoc(schema, editor, BODY));
        expect(canonicalText(stored)).toBe(canonicalText(editor));
      }),
      { numRuns: 40 },
    );
  });

  test('DOC3 changes with any letter, mark, attribute or block', async () => {
    await fc.assert(
      fc.asyncProperty(
        blocks.filter((given) => given.some(({ runs }) => runs.length > 0)),
        async (given) => {
          const before = await digestOf(plain(given));
          const first = given.findIndex(({ runs }) => runs.length > 0);
          const changes: ((copy: Block[]) => void)[] = [
            (copy) => copy[first]?.runs.push({ text: 'x', marks: [] }),
            (copy) => copy[first]?.runs.splice(0, 1),
            (copy) => copy[first]?.runs[0]?.marks.push({ type: 'bold' }),
            (copy) => copy.splice(first, 1),
            (copy) => copy.push({ id: 'a-new-block', numbered: true, runs: [] }),
            (copy) => {
              const block = copy[first];
              if (block) block.numbered = !block.numbered;
            },
          ];
          for (const change of changes) {
            const copy = structuredClone(given);
            change(copy);
            expect(await digestOf(plain(copy))).not.toBe(before);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('DOC3 joins a letter and its accent that two people typed', () => {
    const typed = (...texts: string[]): NodeJson => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: texts.map((text) => ({ type: 'text', text })) }],
    });
    expect(canonicalText(typed('e', '\u0301'))).toBe(canonicalText(typed('\u00e9')));
  });

  test('DOC3 of an empty section is always the same, and is in lower-case hex', async () => {
    const digest = await digestOf({ type: 'doc' });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf({ type: 'doc', content: [] })).toBe(digest);
  });
});
