import { describe, expect, test } from 'vitest';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { checkedDocument } from '../../domain/document/ydoc.ts';
import { compose, type ReportFacts, type SectionSource } from '../../domain/publication/compose.ts';
import { type Block, printed } from '../../domain/publication/printed.ts';
import { slugOf } from '../../domain/publication/slug.ts';

const FACTS: ReportFacts = {
  symbol: 'MSMT/2026/1',
  title: 'A report',
  language: 'en',
  states: ['United Kingdom', 'Australia', 'Japan'],
  edition: 1,
  publishedAt: '2026-11-24T23:30:00.000Z',
  sample: false,
};
const text = (value: string, ...marks: NonNullable<NodeJson['marks']>): NodeJson => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const call = (id: string) => text(REFERENCE_CHARACTER, { type: 'footnoteReference', attrs: { id } });
const paragraph = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'paragraph',
  attrs: { id, numbered: true },
  content,
});
const section = (id: string, ...content: NodeJson[]): SectionSource => ({
  id,
  kind: 'body',
  title: `Section ${id}`,
  document: { type: 'doc', content },
});
const composed = (...sections: SectionSource[]) => compose(FACTS, sections);
const print = (...sections: SectionSource[]) => printed(composed(...sections), () => null, 'edition');
const words = (block: Block | undefined) =>
  block?.kind === 'paragraph'
    ? block.runs.map((run) => (run.kind === 'text' ? run.pieces.join('') : run.kind)).join('|')
    : null;

describe('a composed report', () => {
  test('PUB2 has the numbers of the stored text, run through all sections', () => {
    const { sections } = print(
      section('s', paragraph('a', text('A'), call('n')), {
        type: 'footnote',
        attrs: { id: 'n' },
        content: [text('N')],
      }),
      section(
        't',
        paragraph(
          'b',
          text('See '),
          text(REFERENCE_CHARACTER, { type: 'crossReference', attrs: { target: 'a' } }),
        ),
      ),
    );
    expect(sections.map(({ number }) => number)).toEqual(['I', 'II']);
    expect(sections[0]?.blocks).toMatchObject([
      {
        kind: 'paragraph',
        number: '1',
        runs: [{ kind: 'text' }, { kind: 'footnote', number: '1', runs: [{ pieces: ['N'] }] }],
      },
    ]);
    expect(sections[1]?.blocks).toMatchObject([
      {
        kind: 'paragraph',
        number: '2',
        runs: [{ kind: 'text' }, { kind: 'reference', target: 'a', text: 'paragraph 1' }],
      },
    ]);
  });

  test('PUB2 names states alphabetically and copies only known facts', () => {
    const report = compose({ ...FACTS, ...{ secret: 'x' } }, []);
    expect(report.states).toEqual(['Australia', 'Japan', 'United Kingdom']);
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  test('PUB3 holds only what may be published', () => {
    const secret = 'SECRET';
    const { sections } = composed(
      section(
        's',
        {
          ...paragraph(
            'a',
            text(
              'shown',
              { type: 'comment', attrs: { id: secret } },
              { type: 'ins', attrs: { user: secret } },
            ),
            text(secret, { type: 'footnoteReference', attrs: { id: 'n', user: secret } }),
            text('link', { type: 'link', attrs: { href: `javascript:${secret}`, title: secret } }),
          ),
          attrs: { id: 'a', numbered: true, author: secret, change: 'inserted' },
        },
        { type: 'internalNote', attrs: { id: 'x' }, content: [text(secret)] },
        {
          type: 'figure',
          attrs: { id: 'f', file: 'file', caption: 'c', source: 's', alternative: 'a', uploadedBy: secret },
        },
        { type: 'footnote', attrs: { id: 'n' }, content: [text('note')] },
        { type: 'footnote', attrs: { id: 'orphan' }, content: [text(secret)] },
        paragraph('end'),
      ),
    );
    const document = sections[0]?.document ?? { type: 'doc' };
    expect(JSON.stringify(document)).not.toContain(secret);
    expect(document.content?.map(({ type }) => type)).toEqual(
      ['paragraph', 'figure', 'paragraph', 'footnote'].filter((_, i) => i !== 2),
    );
    expect(document.content?.[0]?.content).toEqual([text('shown'), call('n'), text('link')]);
    checkedDocument(document);
  });

  test('PUB2 keeps every character of a long text, and lets lines break in it', () => {
    const long = `${'x'.repeat(100)} https://example.org/${'path'.repeat(30)}\nsecond line e\u0301${'e\u0301'.repeat(40)}`;
    const block = print(section('s', paragraph('a', text(long)))).sections[0]?.blocks[0];
    expect(words(block)).toBe(long.replace('\n', '|break|'));
    const pieces =
      block?.kind === 'paragraph' ? block.runs.flatMap((run) => (run.kind === 'text' ? run.pieces : [])) : [];
    expect(Math.max(...pieces.flatMap((piece) => piece.split(/\s/)).map((word) => word.length))).toBeLessThan(
      32,
    );
    // An accent never begins a piece: it would lose its letter.
    expect(pieces.filter((piece) => /^\p{M}/u.test(piece))).toEqual([]);
  });

  test('PUB2 gives the typesetter JSON that it can read, whatever was typed', () => {
    const report = print(section('s', paragraph('a', text('a\ud800b\u0000\u0007c\td'))));
    expect(words(report.sections[0]?.blocks[0])).toBe('a\ufffdbc d');
  });

  test('PUB2 letters the notes of a table under it and sets figures to the right', () => {
    const cell = (type: string, ...content: NodeJson[]): NodeJson => ({
      type,
      attrs: {},
      content: [{ type: 'paragraph', attrs: {}, content }],
    });
    const row = (...content: NodeJson[]): NodeJson => ({ type: 'tableRow', attrs: {}, content });
    const [block] =
      print(
        section(
          's',
          {
            type: 'table',
            attrs: { id: 't', caption: 'C', source: 'S' },
            content: [
              row(cell('tableHeader', text('Port')), cell('tableHeader', text('Tonnes'), call('n'))),
              row(cell('tableCell', text('North')), cell('tableCell', text('1,200.5'))),
            ],
          },
          { type: 'footnote', attrs: { id: 'n' }, content: [text('Metric')] },
        ),
      ).sections[0]?.blocks ?? [];
    expect(block).toMatchObject({
      kind: 'table',
      number: '1',
      headerRows: [
        [
          { header: true, align: 'left' },
          { header: true, align: 'right' },
        ],
      ],
      rows: [[{ align: 'left' }, { align: 'right' }]],
      notes: [{ id: 'n', number: 'a', runs: [{ pieces: ['Metric'] }] }],
    });
  });

  test('PUB2 gives each label once, and no heading level is skipped', () => {
    const heading = (id: string, level: number): NodeJson => ({
      type: 'heading',
      attrs: { id, level },
      content: [text(id)],
    });
    const { sections, labels } = print(
      section('s', heading('h', 3), heading('h', 2), paragraph('p', call('n'), call('n')), {
        type: 'footnote',
        attrs: { id: 'n' },
      }),
    );
    expect(new Set(labels).size).toBe(labels.length);
    expect(sections[0]?.blocks).toMatchObject([
      { id: 'h', depth: 2, level: 3 },
      { id: null, depth: 2, level: 2 },
      { runs: [{ kind: 'footnote' }, { kind: 'call' }] },
    ]);
  });

  test('PUB1 gets an address of its own from its symbol and edition', () => {
    expect(slugOf('MSMT/2026/1', 1, new Set())).toBe('msmt-2026-1');
    expect(slugOf('MSMT/2026/1', 2, new Set(['msmt-2026-1']))).toBe('msmt-2026-1-2');
    expect(slugOf('MSMT/2026/1', 2, new Set(['msmt-2026-1-2']))).toBe('msmt-2026-1-edition-2');
    expect(slugOf('…', 1, new Set())).toBe('report');
    expect(slugOf('Assets', 1, new Set())).not.toBe('assets');
  });
});
