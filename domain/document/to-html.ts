import { isNumbered, type NodeJson, outlineOf } from './outline.ts';
import {
  attribute,
  attributes,
  escapeHtml,
  fragmentOf,
  idOf,
  inline,
  type SectionView,
  type Writer,
} from './to-html-inline.ts';

/**
 * A section's text as HTML to read: its blocks, then its footnotes. The section's title is the caller's
 * (`h2`); headings inside are `h3` and `h4`. Only known nodes and marks come out, everything is escaped, and
 * there is neither style nor script in it.
 *
 * For a comparison of two versions, the marks `insertion` and `deletion` become `<ins>` and `<del>`, and the
 * attribute `change: 'inserted' | 'deleted'` of a node becomes its class.
 */
export function sectionToHtml(doc: NodeJson, view: SectionView): string {
  const blocks = doc.content ?? [];
  const footnotes = new Map<string, NodeJson>();
  for (const block of blocks) {
    const id = idOf(block);
    if (block.type !== 'footnote' || !id) continue;
    // In a comparison a note that was moved stands twice, first where it was.
    const known = footnotes.get(id);
    if (!known || known.attrs?.change === 'deleted') footnotes.set(id, block);
  }
  const writer: Writer = { ...view, footnotes, calls: outlineOf(doc).footnotes, used: new Set() };
  const html = blocks.map((block) => topBlock(block, writer)).join('');
  // A comparison also shows notes that are no longer called.
  const called = new Set(writer.calls.map(({ id }) => id));
  const gone = [...footnotes].filter(([id, note]) => note.attrs?.change && !called.has(id));
  return html + notesSection([...notesOf(null, writer), ...gone.map(([id]) => id)], 'Footnotes', writer);
}

function topBlock(block: NodeJson, writer: Writer): string {
  if (block.type === 'footnote') return '';
  if (block.type !== 'paragraph' || !isNumbered(block, writer.kind)) return blockHtml(block, writer, 0);
  const id = idOf(block);
  return `<p${attributes(block, writer)}>${numberLink(id, writer)}${inline(block, writer)}</p>\n`;
}

function blockHtml(block: NodeJson, writer: Writer, listDepth: number): string {
  const content = () => (block.content ?? []).map((child) => blockHtml(child, writer, listDepth)).join('');
  switch (block.type) {
    case 'paragraph':
      return `<p${attributes(block, writer)}>${inline(block, writer)}</p>\n`;
    case 'heading': {
      const tag = block.attrs?.level === 3 ? 'h4' : 'h3';
      const number = writer.numbers.get(idOf(block))?.number;
      const label = number ? `<span class="number">${escapeHtml(number)}.</span> ` : '';
      return `<${tag}${attributes(block, writer)}>${label}${inline(block, writer)}</${tag}>\n`;
    }
    case 'recommendation': {
      const numbered = writer.numbers.get(idOf(block));
      const label = numbered
        ? `<span class="label">Recommendation ${escapeHtml(numbered.number)}</span> `
        : '';
      return `<div${attributes(block, writer, 'recommendation')}><p>${label}${inline(block, writer)}</p></div>\n`;
    }
    case 'quotation':
      return `<blockquote${attributes(block, writer)}>${content()}</blockquote>\n`;
    case 'subparagraphList': {
      const items = listItems(block, writer, listDepth + 1);
      const type = listDepth % 2 === 0 ? 'a' : 'i';
      return `<ol${attributes(block, writer, 'subparagraphs')} type="${type}">${items}</ol>\n`;
    }
    case 'bulletList':
      return `<ul${attributes(block, writer)}>${listItems(block, writer, listDepth)}</ul>\n`;
    case 'table':
      return table(block, writer);
    case 'figure':
      return figure(block, writer);
    default:
      return '';
  }
}

function listItems(list: NodeJson, writer: Writer, listDepth: number): string {
  return (list.content ?? [])
    .filter((item) => item.type === 'listItem')
    .map((item) => {
      const content = (item.content ?? []).map((child) => blockHtml(child, writer, listDepth)).join('');
      return `<li${attributes(item, writer)}>${content}</li>`;
    })
    .join('');
}

function table(block: NodeJson, writer: Writer): string {
  const rows = (block.content ?? []).filter((row) => row.type === 'tableRow');
  const firstBody = rows.findIndex((row) => !row.content?.length || !row.content.every(isHeaderCell));
  const headCount = firstBody === -1 ? rows.length : firstBody;
  const head = rows.slice(0, headCount).map((row) => tableRow(row, 'col', writer));
  const body = rows.slice(headCount).map((row) => tableRow(row, 'row', writer));
  const label = writer.numbers.get(idOf(block));
  const notes = notesOf(idOf(block), writer);
  return (
    `<figure${attributes(block, writer, 'table')}>${caption(block, 'Table', writer)}` +
    // A wide table scrolls by itself, and by the keyboard too.
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(`Table ${label?.number ?? ''}`.trim())}">` +
    `<table>${head.length ? `<thead>${head.join('')}</thead>` : ''}` +
    `${body.length ? `<tbody>${body.join('')}</tbody>` : ''}</table></div>${source(block)}` +
    `${notesSection(notes, `Footnotes of table ${label?.number ?? ''}`.trim(), writer)}</figure>\n`
  );
}

function tableRow(row: NodeJson, scope: 'col' | 'row', writer: Writer): string {
  const cells = (row.content ?? []).map((cell) => {
    if (cell.type !== 'tableCell' && cell.type !== 'tableHeader') return '';
    const content = (cell.content ?? []).map((child) => blockHtml(child, writer, 0)).join('');
    const spans = (['colspan', 'rowspan'] as const)
      .filter((name) => Number(cell.attrs?.[name]) > 1)
      .map((name) => ` ${name}="${Math.trunc(Number(cell.attrs?.[name]))}"`)
      .join('');
    // A header without words would be announced as nothing.
    const isHeader = cell.type === 'tableHeader' && hasText(cell);
    const tag = isHeader ? 'th' : 'td';
    return `<${tag}${attributes(cell, writer)}${spans}${isHeader ? ` scope="${scope}"` : ''}>${content}</${tag}>`;
  });
  return `<tr${attributes(row, writer)}>${cells.join('')}</tr>`;
}

function figure(block: NodeJson, writer: Writer): string {
  const file = typeof block.attrs?.file === 'string' ? block.attrs.file : '';
  const size = file ? writer.fileSize?.(file) : null;
  const pixels = size ? ` width="${size.width}" height="${size.height}"` : '';
  const image = file
    ? `<img src="${escapeHtml(writer.fileUrl(file))}" alt="${attribute(block, 'alternative')}"${pixels} loading="lazy">`
    : '<p class="missing">[missing image]</p>';
  return `<figure${attributes(block, writer, 'figure')}>${image}${caption(block, 'Figure', writer)}</figure>\n`;
}

function caption(block: NodeJson, name: 'Table' | 'Figure', writer: Writer): string {
  const number = writer.numbers.get(idOf(block))?.number ?? '';
  const label = escapeHtml(`${name} ${number}`.trim());
  const under = name === 'Figure' ? source(block) : '';
  return `<figcaption><span class="label">${label}</span> <span class="caption">${attribute(block, 'caption')}</span>${under}</figcaption>`;
}

function source(block: NodeJson): string {
  const text = attribute(block, 'source');
  return text ? `<p class="source">Source: ${text}</p>` : '';
}

/** The footnotes first called in the table `table`, or in the running text for null, whose text is there. */
function notesOf(table: string | null, writer: Writer): string[] {
  return writer.calls
    .filter((call) => call.table === table && writer.footnotes.has(call.id))
    .map(({ id }) => id);
}

function notesSection(ids: string[], name: string, writer: Writer): string {
  if (ids.length === 0) return '';
  // The list has the name and not the section: a page with twenty landmarks "Footnotes" has none.
  const items = ids.map((id) => noteItem(id, writer)).join('');
  return `<section class="footnotes"><ol aria-label="${escapeHtml(name)}">${items}</ol></section>\n`;
}

function noteItem(id: string, writer: Writer): string {
  const note = writer.footnotes.get(id);
  if (!note) return '';
  const number = writer.numbers.get(id)?.number;
  const back = number
    ? `<a class="number" href="${escapeHtml(`#${encodeURIComponent(`fnref-${id}`)}`)}" aria-label="${escapeHtml(`Footnote ${number}, back to the text`)}">${escapeHtml(number)}</a> `
    : '';
  return `<li${attributes(note, writer)}>${back}${inline(note, writer)}</li>`;
}

function numberLink(id: string, writer: Writer): string {
  const numbered = writer.numbers.get(id);
  if (numbered?.kind !== 'paragraph') return '';
  const number = escapeHtml(numbered.number);
  return `<a class="number" href="${escapeHtml(fragmentOf(id, 'paragraph'))}" aria-label="Paragraph ${number}">${number}</a> `;
}

function isHeaderCell(cell: NodeJson): boolean {
  return cell.type === 'tableHeader';
}

function hasText(node: NodeJson): boolean {
  return Boolean(node.text?.trim()) || (node.content ?? []).some(hasText);
}
