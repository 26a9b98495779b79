import { updateYFragment } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { anchorThread } from '../../domain/document/anchor.ts';
import { canonicalText } from '../../domain/document/canonical.ts';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';
import { doc, marked, paragraph, ydocOf } from './documents.ts';

const SENTENCE = 'The vessel left the port.';
const vessel = { blockId: 'a', from: 4, to: 10, quote: 'vessel', threadId: 'thread-1' };

/** The text that each thread's anchor covers, wherever it stands. */
function anchors(node: NodeJson, found: Record<string, string> = {}): Record<string, string> {
  for (const mark of node.marks ?? [])
    if (mark.type === 'comment') {
      const id = String(mark.attrs?.id);
      found[id] = (found[id] ?? '') + node.text;
    }
  for (const child of node.content ?? []) anchors(child, found);
  return found;
}

function expectRefused(ydoc: Y.Doc, anchor: typeof vessel) {
  const before = Y.encodeStateAsUpdate(ydoc);
  expect(() => anchorThread(ydoc, anchor)).toThrowError(expect.objectContaining({ code: 'conflict' }));
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
}

describe('DOC5 the anchor of a comment', () => {
  test('DOC5 marks the quoted text, and changes no digest', () => {
    const ydoc = ydocOf(doc(paragraph('a', SENTENCE)));
    const before = canonicalText(documentOf(ydoc));
    anchorThread(ydoc, vessel);
    expect(anchors(documentOf(ydoc))).toEqual({ 'thread-1': 'vessel' });
    expect(canonicalText(documentOf(ydoc))).toBe(before);
  });

  test('DOC5 is written as an editor writes it: an editor finds nothing to correct', () => {
    const ydoc = ydocOf(doc(paragraph('a', SENTENCE)));
    anchorThread(ydoc, vessel);
    anchorThread(ydoc, { ...vessel, from: 0, to: 15, quote: 'The vessel left', threadId: 'thread-2' });
    const byEditor = ydocOf(checkedDocument(documentOf(ydoc)).toJSON());
    const delta = (of: Y.Doc) =>
      (of.getXmlFragment(BODY).get(0) as Y.XmlElement).toArray().map((text) => (text as Y.XmlText).toDelta());
    expect(delta(ydoc)).toEqual(delta(byEditor));

    let updates = 0;
    ydoc.on('update', () => {
      updates += 1;
    });
    updateYFragment(ydoc, ydoc.getXmlFragment(BODY), checkedDocument(documentOf(ydoc)), {
      mapping: new Map(),
      isOMark: new Map(),
    });
    expect(updates).toBe(0);
  });

  test('DOC5 may overlap others', () => {
    const ydoc = ydocOf(doc(paragraph('a', SENTENCE)));
    anchorThread(ydoc, vessel);
    anchorThread(ydoc, { ...vessel, from: 8, to: 15, quote: 'el left', threadId: 'thread-2' });
    expect(anchors(documentOf(ydoc))).toEqual({ 'thread-1': 'vessel', 'thread-2': 'el left' });
  });

  test('DOC5 stands in list items, table cells and footnotes too', () => {
    const inside: NodeJson[] = [
      {
        type: 'bulletList',
        attrs: { id: 'l' },
        content: [{ type: 'listItem', attrs: { id: 'i' }, content: [paragraph('a', SENTENCE)] }],
      },
      {
        type: 'table',
        attrs: { id: 't' },
        content: [
          {
            type: 'tableRow',
            attrs: { id: 'r' },
            content: [{ type: 'tableCell', attrs: { id: 'c' }, content: [paragraph('a', SENTENCE)] }],
          },
        ],
      },
      { ...paragraph('a', SENTENCE), type: 'footnote' },
    ];
    for (const block of inside) {
      const ydoc = ydocOf(doc(block));
      anchorThread(ydoc, vessel);
      expect(anchors(documentOf(ydoc))).toEqual({ 'thread-1': 'vessel' });
      checkedDocument(documentOf(ydoc));
    }
  });

  test('DOC5 counts reference characters, and takes the quote with or without them', () => {
    const call = marked(REFERENCE_CHARACTER, 'footnoteReference', { id: 'f' });
    for (const quote of ['vessel left', `vessel${REFERENCE_CHARACTER} left`]) {
      const ydoc = ydocOf(doc(paragraph('a', 'The vessel', call, ' left the port.')));
      anchorThread(ydoc, { ...vessel, to: 16, quote });
      expect(anchors(documentOf(ydoc))).toEqual({ 'thread-1': `vessel${REFERENCE_CHARACTER} left` });
    }
  });

  test('DOC5 goes over the several texts of a block that two people began at once', () => {
    const ydoc = ydocOf(doc(paragraph('a', 'The ves')));
    (ydoc.getXmlFragment(BODY).get(0) as Y.XmlElement).insert(1, [new Y.XmlText('sel left')]);
    anchorThread(ydoc, vessel);
    expect(anchors(documentOf(ydoc))).toEqual({ 'thread-1': 'vessel' });
  });

  test('DOC5 is refused when the text there is another by now, and nothing is changed', () => {
    const ydoc = ydocOf(doc(paragraph('a', SENTENCE), paragraph('b', 'vessel')));
    expectRefused(ydoc, { ...vessel, quote: 'ship' });
    expectRefused(ydoc, { ...vessel, from: 5, to: 11 });
    expectRefused(ydoc, { ...vessel, blockId: 'gone' });
    expectRefused(ydoc, { ...vessel, quote: '' });
    expectRefused(ydoc, { ...vessel, from: 0, to: 0, quote: '' });
    expectRefused(ydoc, { ...vessel, blockId: 'b', from: 0, to: 60, quote: 'vessel' });
  });
});
