import { describe, expect, test } from 'vitest';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { numberReport } from '../../domain/document/numbering.ts';
import { type NodeJson, outlineOf, type SectionKind } from '../../domain/document/outline.ts';
import { sectionToHtml } from '../../domain/document/to-html.ts';
import { fragmentOf } from '../../domain/document/to-html-inline.ts';

const text = (value: string, ...marks: NonNullable<NodeJson['marks']>): NodeJson => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const call = (id: string) => text(REFERENCE_CHARACTER, { type: 'footnoteReference', attrs: { id } });
const reference = (target: string) =>
  text(REFERENCE_CHARACTER, { type: 'crossReference', attrs: { target } });
const paragraph = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'paragraph',
  attrs: { id, numbered: true },
  content,
});
const footnote = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'footnote',
  attrs: { id },
  content,
});
const cell = (type: 'tableCell' | 'tableHeader', ...content: NodeJson[]): NodeJson => ({
  type,
  attrs: { id: '', colspan: 1, rowspan: 1 },
  content: [{ type: 'paragraph', attrs: {}, content }],
});
const row = (...content: NodeJson[]): NodeJson => ({ type: 'tableRow', attrs: {}, content });

function html(content: NodeJson[], kind: SectionKind = 'body'): string {
  const doc = { type: 'doc', content };
  const numbers = numberReport([{ id: 'section', kind, outline: outlineOf(doc) }]);
  return sectionToHtml(doc, {
    kind,
    numbers,
    fileUrl: (id) => `/files/${id}`,
    href: (id, numbered) => fragmentOf(id, numbered.kind),
  });
}

describe('the HTML of a section', () => {
  test('DOC2 numbers paragraphs, footnotes and references with the derived numbers', () => {
    const out = html([
      paragraph('one', text('First.'), call('note')),
      paragraph('two', text('See '), reference('one'), text('.')),
      footnote('note', text('A source.')),
    ]);
    expect(out).toContain(
      '<p id="p-one" data-id="one"><a class="number" href="#p-one" aria-label="Paragraph 1">1</a> First.<sup><a href="#fn-note" id="fnref-note" aria-label="Footnote 1">1</a></sup></p>',
    );
    expect(out).toContain('See <a href="#p-one">paragraph 1</a>.');
    expect(out).toContain('<li id="fn-note" data-id="note"><a class="number" href="#fnref-note"');
  });

  test('DOC2 letters the footnotes of a table and prints them under it, apart from those of the text', () => {
    const out = html([
      { ...paragraph('p', text('Text'), call('in-text')) },
      {
        type: 'table',
        attrs: { id: 'table', caption: 'Deliveries', source: 'Customs' },
        content: [
          row(cell('tableHeader', text('Port')), cell('tableHeader', text('Tonnes'), call('in-table'))),
          row(cell('tableHeader', text('North')), cell('tableCell', text('12'))),
        ],
      },
      footnote('in-text', text('Note of the text')),
      footnote('in-table', text('Note of the table')),
    ]);
    const table = out.slice(out.indexOf('<figure'), out.indexOf('</figure>'));
    expect(table).toContain('<figcaption><span class="label">Table 1</span>');
    expect(table).toContain('<thead><tr><th scope="col">');
    expect(table).toContain('<tbody><tr><th scope="row">');
    expect(table).toContain('>a</a> Note of the table</li>');
    expect(table).toContain('<p class="source">Source: Customs</p>');
    expect(out.slice(out.indexOf('</figure>'))).toContain('>1</a> Note of the text</li>');
  });

  test('SEC2 escapes every text and attribute, and lets neither script nor style nor odd address through', () => {
    const attack = "\"><script>alert(1)</script><b style=x onload='y'>";
    const out = html([
      paragraph(attack, text(attack, { type: 'link', attrs: { href: 'javascript:alert(1)' } })),
      paragraph('b', text('x', { type: 'comment', attrs: { id: attack } }), reference(attack)),
      paragraph('c', text('y', { type: 'link', attrs: { href: `https://example.org/?"onload='${attack}` } })),
      { type: 'heading', attrs: { id: 'h', level: 2, change: attack }, content: [text(attack)] },
      {
        type: 'figure',
        attrs: { id: 'f', file: attack, caption: attack, source: attack, alternative: attack },
      },
      { type: attack, attrs: { id: attack }, content: [text(attack)] },
    ]);
    expect(
      out.replaceAll(
        /<(\/?)(p|a|span|mark|h3|figure|figcaption|img)( (id|class|href|rel|src|alt|loading|aria-label|data-id|data-thread)="[^"<>]*")*>/g,
        '',
      ),
    ).not.toMatch(/[<>]/);
    expect(out).not.toContain('href="javascript');
  });

  test('PUB2 shows a reference to what is not there as missing, and prints no footnote that nobody calls', () => {
    const out = html([
      paragraph('a', reference('gone'), call('lost')),
      footnote('orphan', text('Nobody calls me')),
    ]);
    expect(out).toContain('<span class="dangling">[missing reference]</span>');
    expect(out).toContain('<span class="dangling">[missing footnote]</span>');
    expect(out).not.toContain('Nobody calls me');
  });

  test('VER2 shows insertions and deletions of a comparison', () => {
    const out = html([
      paragraph('a', text('was', { type: 'deletion' }), text('is', { type: 'insertion' })),
      { ...paragraph('b', text('new')), attrs: { id: 'b', numbered: false, change: 'inserted' } },
    ]);
    expect(out).toContain('<del>was</del><ins>is</ins>');
    expect(out).toContain('<p class="inserted" id="p-b" data-id="b">new</p>');
  });

  test('DOC1 gives an id out once, even where a block or a call stands twice', () => {
    const out = html([
      paragraph('a', call('n')),
      paragraph('a', call('n')),
      footnote('n', text('x')),
      footnote('n', text('y')),
    ]);
    const ids = [...out.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('PUB2 keeps line breaks, nests sub-paragraphs and makes one link of its runs', () => {
    const link = { type: 'link', attrs: { href: 'https://example.org/' } };
    const item = (...content: NodeJson[]): NodeJson => ({ type: 'listItem', attrs: {}, content });
    const list = (...content: NodeJson[]): NodeJson => ({ type: 'subparagraphList', attrs: {}, content });
    const out = html([
      paragraph('a', text('one\ntwo '), text('the ', link), text('link', link, { type: 'italic' })),
      list(
        item(
          { type: 'paragraph', content: [text('a')] },
          list(item({ type: 'paragraph', content: [text('i')] })),
        ),
      ),
    ]);
    expect(out).toContain(
      'one<br>two <a href="https://example.org/" rel="noopener noreferrer">the <em>link</em></a>',
    );
    expect(out).toMatch(
      /<ol class="subparagraphs" type="a"><li><p>a<\/p>\n<ol class="subparagraphs" type="i"><li>/,
    );
  });
});
