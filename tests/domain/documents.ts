import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import fc from 'fast-check';
import * as Y from 'yjs';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { checkedDocument } from '../../domain/document/ydoc.ts';

/** A Y.Doc that holds `document`, written as an editor writes it. */
export function ydocOf(document: NodeJson): Y.Doc {
  const ydoc = new Y.Doc();
  const json = checkedDocument(document).toJSON();
  prosemirrorJSONToYXmlFragment(schema, json, ydoc.getXmlFragment(BODY));
  return ydoc;
}

export function doc(...content: NodeJson[]): NodeJson {
  return { type: 'doc', content };
}

/** A paragraph of runs: plain strings, or text with marks. */
export function paragraph(id: string, ...runs: (string | NodeJson)[]): NodeJson {
  return {
    type: 'paragraph',
    attrs: { id },
    content: runs.map((run) => (typeof run === 'string' ? { type: 'text', text: run } : run)),
  };
}

export function marked(text: string, type: string, attrs: Record<string, unknown> = {}): NodeJson {
  return { type: 'text', text, marks: [{ type, attrs }] };
}

/** The words of everything, as they stand. */
export function plainText(node: NodeJson): string {
  return node.text ?? (node.content ?? []).map(plainText).join('');
}

// Few words and few ids, so that two documents often have something in common, and sometimes an id twice.
const word = fc.constantFrom(
  'vessel',
  'oil',
  'port',
  'team',
  '12',
  'été',
  'é',
  '船',
  '😀',
  ',',
  '.',
  ' ',
  ' ',
  '-',
);
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', null);
const comment = fc.constantFrom(
  [],
  [],
  [{ type: 'comment', attrs: { id: 't1' } }],
  [
    { type: 'comment', attrs: { id: 't1' } },
    { type: 'comment', attrs: { id: 't2' } },
  ],
);
const mark = fc.constantFrom(
  [],
  [],
  [{ type: 'italic' }],
  [{ type: 'link', attrs: { href: 'https://example.org/' } }],
);

const run = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.array(word, { minLength: 1, maxLength: 6 }), mark, comment).map(
      ([words, marks, comments]): NodeJson => ({
        type: 'text',
        text: words.join(''),
        marks: [...marks, ...comments],
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('f1', 'f2').map(
      (target): NodeJson => ({
        type: 'text',
        text: REFERENCE_CHARACTER,
        marks: [{ type: 'crossReference', attrs: { target } }],
      }),
    ),
  },
);
const runs = fc.array(run, { maxLength: 5 });
const textblock = (type: string) =>
  fc.record({ id, runs }).map(({ id, runs }): NodeJson => ({ type, attrs: { id }, content: runs }));
const plainParagraph = fc
  .record({ id, numbered: fc.boolean(), runs })
  .map(({ id, numbered, runs }): NodeJson => ({ type: 'paragraph', attrs: { id, numbered }, content: runs }));
const heading = fc
  .record({ id, level: fc.constantFrom(2, 3), runs })
  .map(({ id, level, runs }): NodeJson => ({ type: 'heading', attrs: { id, level }, content: runs }));
const containing = (type: string, child: fc.Arbitrary<NodeJson>) =>
  fc
    .record({ id, children: fc.array(child, { maxLength: 3 }) })
    .map(({ id, children }): NodeJson => ({ type, attrs: { id }, content: children }));
const item = containing(
  'listItem',
  fc.oneof(plainParagraph, containing('bulletList', containing('listItem', plainParagraph))),
);
const cell = fc
  .record({
    id,
    colspan: fc.constantFrom(1, 1, 2),
    type: fc.constantFrom('tableCell', 'tableHeader'),
    children: fc.array(plainParagraph, { maxLength: 2 }),
  })
  .map(({ id, colspan, type, children }): NodeJson => ({ type, attrs: { id, colspan }, content: children }));
const table = fc
  .record({ id, caption: word, rows: fc.array(containing('tableRow', cell), { maxLength: 2 }) })
  .map(({ id, caption, rows }): NodeJson => ({ type: 'table', attrs: { id, caption }, content: rows }));
const figure = fc
  .record({ id, file: fc.constantFrom(null, 'file-1', 'file-2'), caption: word, alternative: word })
  .map((attrs): NodeJson => ({ type: 'figure', attrs }));

const block = fc.oneof(
  { weight: 5, arbitrary: plainParagraph },
  heading,
  textblock('recommendation'),
  textblock('footnote'),
  containing('quotation', plainParagraph),
  containing('subparagraphList', item),
  table,
  figure,
);

/** Any document of the schema. */
export const anyDocument = fc.array(block, { maxLength: 6 }).map((content) => doc(...content));

/** Two documents that share blocks: reordered, left out, added, and some changed within. */
export const relatedDocuments = fc
  .uniqueArray(block, { minLength: 1, maxLength: 8, selector: (node) => node.attrs?.id })
  .chain((pool) => {
    const some = fc.shuffledSubarray(pool);
    const changed = fc.tuple(
      some,
      fc.array(block, { maxLength: 2 }),
      fc.array(runs, { maxLength: 3 }),
      fc.nat(),
    );
    return fc.record({
      from: some.map((content) => doc(...content)),
      to: changed.map(([kept, added, texts, at]) => {
        const rewritten = kept.map((node, index) => {
          const text = texts[index];
          return text && schema.nodes[node.type]?.isTextblock ? { ...node, content: text } : node;
        });
        return doc(...rewritten.toSpliced(at % (rewritten.length + 1), 0, ...added));
      }),
    });
  });
