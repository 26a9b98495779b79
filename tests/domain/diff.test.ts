import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../domain/document/canonical.ts';
import { sideOf } from '../../domain/document/comparison-sides.ts';
import { compareDocuments } from '../../domain/document/diff.ts';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { sectionToHtml } from '../../domain/document/to-html.ts';
import { diffSequences, readable, tokensOf } from '../../domain/document/word-diff.ts';
import { anyDocument, doc, marked, paragraph, relatedDocuments } from './documents.ts';

/** A document as one line: [-deleted-] and {+inserted+} text, `-`, `+` or `~` before a block that changed as a whole. */
function shown(node: NodeJson): string {
  if (node.text !== undefined) {
    if (node.marks?.some((mark) => mark.type === 'insertion')) return `{+${node.text}+}`;
    if (node.marks?.some((mark) => mark.type === 'deletion')) return `[-${node.text}-]`;
    return node.text;
  }
  const sign = { inserted: '+', deleted: '-', changed: '~' }[String(node.attrs?.change)] ?? '';
  return `${sign}<${(node.content ?? []).map(shown).join('')}>`;
}

const compared = (from: NodeJson, to: NodeJson) => shown(compareDocuments(from, to).document);

function expectBothSides(from: NodeJson, to: NodeJson) {
  const { document } = compareDocuments(from, to);
  expect(canonical(sideOf(document, 'from'))).toEqual(canonical(from));
  expect(canonical(sideOf(document, 'to'))).toEqual(canonical(to));
}

describe('VER2 a comparison', () => {
  test('VER2 gives the first document with every change rejected, and the second with every change accepted', () => {
    fc.assert(fc.property(anyDocument, anyDocument, expectBothSides), { numRuns: 150 });
    fc.assert(
      fc.property(relatedDocuments, ({ from, to }) => expectBothSides(from, to)),
      { numRuns: 250 },
    );
  });

  test('VER2 of a document with itself shows no change', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const comparison = compareDocuments(document, document);
        expect(comparison.summary).toEqual({ inserted: 0, deleted: 0 });
        expect(shown(comparison.document)).not.toMatch(/[{[~]|[-+]</);
      }),
    );
  });

  test('VER2 shows words, and counts them', () => {
    const from = doc(paragraph('a', 'The vessel left the port on 3 May.'));
    const to = doc(paragraph('a', 'The small vessel left the harbour on 3 May.'));
    expect(compared(from, to)).toBe('<<The {+small +}vessel left the [-port-]{+harbour+} on 3 May.>>');
    expect(compareDocuments(from, to).summary).toEqual({ inserted: 2, deleted: 1 });
  });

  test('VER2 shows a rewritten phrase as one change', () => {
    const from = doc(paragraph('a', 'It is alleged to be so.'));
    const to = doc(paragraph('a', 'It was found to be so.'));
    expect(compared(from, to)).toBe('<<It [-is alleged-]{+was found+} to be so.>>');
  });

  test('VER2 shows a mark that was added as a change of its words', () => {
    const to = doc(paragraph('a', 'The ', marked('Aurora', 'italic'), ' left.'));
    expect(compared(doc(paragraph('a', 'The Aurora left.')), to)).toBe('<<The [-Aurora-]{+Aurora+} left.>>');
  });

  test('VER2 leaves comment anchors out', () => {
    const commented = doc(paragraph('a', 'The ', marked('Aurora', 'comment', { id: 'thread' }), ' left.'));
    const { document } = compareDocuments(doc(paragraph('a', 'The Aurora left.')), commented);
    expect(shown(document)).toBe('<<The Aurora left.>>');
    expect(JSON.stringify(document)).not.toContain('thread');
  });

  test('VER2 shows a paragraph added before others as one paragraph', () => {
    const [a, b] = [paragraph('a', 'One.'), paragraph('b', 'Two.')];
    expect(compared(doc(a, b), doc(paragraph('n', 'New.'), a, b))).toBe('<+<{+New.+}><One.><Two.>>');
    expect(compared(doc(a, b), doc(b))).toBe('<-<[-One.-]><Two.>>');
  });

  test('VER2 shows a paragraph that was moved at both places, and counts no word', () => {
    const [a, b, c] = [paragraph('a', 'One.'), paragraph('b', 'Two.'), paragraph('c', 'Three.')];
    const { document, summary } = compareDocuments(doc(a, b, c), doc(b, c, a));
    expect(shown(document)).toBe('<-<[-One.-]><Two.><Three.>+<{+One.+}>>');
    expect(document.content?.map((block) => block.attrs?.moved)).toEqual([true, undefined, undefined, true]);
    expect(summary).toEqual({ inserted: 0, deleted: 0 });
  });

  test('VER2 finds a paragraph by what it says when its id is another', () => {
    const from = doc(paragraph('a', 'The team visited the port of Nampo.'), paragraph('b', 'Nothing alike.'));
    const to = doc(
      paragraph('x', 'The team visited the old port of Nampo.'),
      paragraph('y', 'Nothing alike.'),
    );
    expect(compared(from, to)).toBe('<<The team visited the {+old +}port of Nampo.><Nothing alike.>>');
  });

  test('VER2 shows changes inside lists and table cells where they are', () => {
    const nested = (word: string, ...more: NodeJson[]): NodeJson =>
      doc(
        {
          type: 'bulletList',
          attrs: { id: 'l' },
          content: [
            { type: 'listItem', attrs: { id: 'i' }, content: [paragraph('p', `A ${word} thing`)] },
            ...more,
          ],
        },
        {
          type: 'table',
          attrs: { id: 't', caption: 'Ships' },
          content: [
            {
              type: 'tableRow',
              attrs: { id: 'r' },
              content: [{ type: 'tableCell', attrs: { id: 'c' }, content: [paragraph('q', `Cell ${word}`)] }],
            },
          ],
        },
      );
    const item = { type: 'listItem', attrs: { id: 'j' }, content: [paragraph('s', 'More')] };
    expect(compared(nested('red'), nested('blue', item))).toBe(
      '<<<<A [-red-]{+blue+} thing>>+<<{+More+}>>><<<<Cell [-red-]{+blue+}>>>>>',
    );
  });

  test('VER2 a footnote whose place changed is printed as it stands, and not as deleted', () => {
    const call = (id: string) => marked(REFERENCE_CHARACTER, 'footnoteReference', { id });
    const note = (id: string): NodeJson => ({ ...paragraph(id, `Note ${id}.`), type: 'footnote' });
    const text = paragraph('a', 'One', call('m'), ' two', call('n'));
    const { document } = compareDocuments(doc(text, note('m'), note('n')), doc(text, note('n'), note('m')));
    const view = { kind: 'body' as const, numbers: new Map(), fileUrl: () => '', href: () => '' };
    const html = sectionToHtml(document, view);
    expect(html).toContain('Note m.');
    expect(html).not.toContain('<del>');
  });

  test('VER2 keeps the old caption beside the new one', () => {
    const figure = (caption: string): NodeJson => ({
      type: 'figure',
      attrs: { id: 'f', file: 'x', caption },
    });
    const { document, summary } = compareDocuments(
      doc(figure('The pier in May')),
      doc(figure('The pier in June')),
    );
    expect(document.content?.[0]?.attrs).toMatchObject({
      change: 'changed',
      caption: 'The pier in June',
      was: { caption: 'The pier in May' },
    });
    expect(summary).toEqual({ inserted: 1, deleted: 1 });
  });

  test('VER2 of 87 pages, half of them rewritten and half with new ids, takes less than a second of computing', () => {
    const random = fc.sample(fc.nat(5_000), { numRuns: 80_000, seed: 1 });
    const page = (seed: number, prefix: string, isRewritten: boolean) =>
      paragraph(
        `${prefix}${seed}`,
        random
          .slice(seed * 100, seed * 100 + 110)
          .map((n, i) => `w${isRewritten && i % 7 === 0 ? n + 1 : n}`)
          .join(' '),
      );
    const from = doc(...Array.from({ length: 400 }, (_, seed) => page(seed, 'a', false)));
    const sameIds = doc(...Array.from({ length: 400 }, (_, seed) => page(seed, 'a', seed % 2 === 0)));
    const otherIds = doc(
      ...Array.from({ length: 400 }, (_, seed) => page(seed, seed < 190 ? 'b' : 'a', seed % 2 === 0)),
    );
    for (const to of [sameIds, otherIds]) {
      const start = process.cpuUsage();
      const { summary } = compareDocuments(from, to);
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
      expect(summary.inserted).toBeGreaterThan(2_000);
      expect(summary.inserted).toBeLessThan(4_000);
    }
  });
});

describe('VER2 the words of a comparison', () => {
  test('VER2 are together the text again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => tokensOf(text).join('') === text));
    expect(tokensOf("The S/RES's 船舶, 2.")).toEqual([
      'The',
      ' ',
      'S',
      '/',
      "RES's",
      ' ',
      '船',
      '舶',
      ',',
      ' ',
      '2',
      '.',
    ]);
  });

  test('VER2 edits lead from one sequence to the other, by the shortest way', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 14 });
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const edits = diffSequences(before, after);
        expect(applied(edits, before, after)).toEqual(after);
        expect(applied(readable(edits, before), before, after)).toEqual(after);
        const kept = edits.filter(({ kind }) => kind === 'keep').reduce((sum, { count }) => sum + count, 0);
        expect(kept).toBe(longestCommon(before, after));
      }),
      { numRuns: 250 },
    );
  });

  test('VER2 are compared in bounded time however different two paragraphs are', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `a${index}`);
    const after = Array.from({ length: 20_000 }, (_, index) => `b${index}`);
    expect(diffSequences(before, after)).toEqual([
      { kind: 'delete', count: 20_000 },
      { kind: 'insert', count: 20_000 },
    ]);
  });
});

function applied(edits: ReturnType<typeof diffSequences>, before: string[], after: string[]): string[] {
  const out: string[] = [];
  let [at, then] = [0, 0];
  for (const { kind, count } of edits) {
    if (kind === 'keep') out.push(...before.slice(at, at + count));
    if (kind === 'insert') out.push(...after.slice(then, then + count));
    if (kind !== 'insert') at += count;
    if (kind !== 'delete') then += count;
  }
  expect(at).toBe(before.length);
  return out;
}

function longestCommon(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    b.forEach((other, j) => {
      next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}
