import { isWebAddress } from './inline-rules.ts';
import { type Numbered, referenceText } from './numbering.ts';
import type { FootnoteCall, NodeJson, SectionKind } from './outline.ts';

/** What the HTML of one section needs to know beside its document. */
export type SectionView = {
  kind: SectionKind;
  /** The numbers of the whole report, from `numberReport`. */
  numbers: Map<string, Numbered>;
  /** The address of an uploaded file. */
  fileUrl(id: string): string;
  /** The address of what a cross-reference points to: `#p-…` on the same page, from `anchorOf`. */
  href(targetId: string, numbered: Numbered): string;
  /** Pixels of an uploaded picture where they are known, so that the page does not jump while it loads. */
  fileSize?(id: string): { width: number; height: number } | null;
};

/** A `SectionView` at work on one section. */
export type Writer = SectionView & {
  /** The footnotes whose text is there. */
  footnotes: Map<string, NodeJson>;
  /** Where each footnote is called, in the order of the text. */
  calls: FootnoteCall[];
  /** Values of `id` already given out: a second block or call with the same id gets none. */
  used: Set<string>;
};

/**
 * The `id` attribute of a section (`s-`), a footnote (`fn-`) or any other block (`p-`) in the HTML.
 * The caller of `sectionToHtml` writes the section's own element.
 */
export function anchorOf(id: string, kind: Numbered['kind']): string {
  if (kind === 'section') return `s-${id}`;
  return kind === 'footnote' ? `fn-${id}` : `p-${id}`;
}

/** The link to `anchorOf` on the same page. */
export function fragmentOf(id: string, kind: Numbered['kind']): string {
  return `#${encodeURIComponent(anchorOf(id, kind))}`;
}

/** Text for the inside of an element or of a quoted attribute. Characters that HTML forbids are left out. */
export function escapeHtml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}

/** The runs of a text block: words, marks, footnote calls and cross-references. */
export function inline(block: NodeJson, writer: Writer): string {
  const runs = block.content ?? [];
  let html = '';
  for (let at = 0; at < runs.length; ) {
    const href = linkOf(runs[at]);
    let end = at + 1;
    // One link over several runs (a word of it in italics) is one element.
    while (href !== null && end < runs.length && linkOf(runs[end]) === href) end += 1;
    const text = runs
      .slice(at, end)
      .map((run) => runHtml(run, writer))
      .join('');
    html += href === null ? text : `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${text}</a>`;
    at = end;
  }
  return html;
}

function runHtml(run: NodeJson, writer: Writer): string {
  const mark = (type: string) => run.marks?.find((candidate) => candidate.type === type);
  const note = mark('footnoteReference');
  const reference = mark('crossReference');
  let html = note
    ? footnoteCall(String(note.attrs?.id ?? ''), writer)
    : reference
      ? crossReference(String(reference.attrs?.target ?? ''), writer)
      : escapeHtml(run.text ?? '').replaceAll('\n', '<br>');
  if (html === '') return '';
  if (mark('italic')) html = `<em>${html}</em>`;
  if (mark('bold')) html = `<strong>${html}</strong>`;
  for (const comment of run.marks?.filter(({ type }) => type === 'comment') ?? [])
    html = `<mark data-thread="${escapeHtml(String(comment.attrs?.id ?? ''))}">${html}</mark>`;
  if (mark('insertion')) html = `<ins>${html}</ins>`;
  if (mark('deletion')) html = `<del>${html}</del>`;
  return html;
}

function footnoteCall(id: string, writer: Writer): string {
  const numbered = writer.numbers.get(id);
  if (!writer.footnotes.has(id) || !numbered) return '<span class="dangling">[missing footnote]</span>';
  const number = escapeHtml(numbered.number);
  const href = escapeHtml(fragmentOf(id, 'footnote'));
  return `<sup><a href="${href}"${uniqueId(`fnref-${id}`, writer)} aria-label="Footnote ${number}">${number}</a></sup>`;
}

function crossReference(target: string, writer: Writer): string {
  const numbered = writer.numbers.get(target);
  if (!numbered) return '<span class="dangling">[missing reference]</span>';
  return `<a href="${escapeHtml(writer.href(target, numbered))}">${escapeHtml(referenceText(numbered))}</a>`;
}

function linkOf(run: NodeJson | undefined): string | null {
  const marks = run?.marks ?? [];
  // A reference is a link of its own, and links do not nest.
  if (marks.some(({ type }) => type === 'footnoteReference' || type === 'crossReference')) return null;
  const href = marks.find(({ type }) => type === 'link')?.attrs?.href;
  return isWebAddress(href) ? href : null;
}

/** Blocks that somebody may want to link to. */
const ADDRESSABLE = new Set(['paragraph', 'heading', 'recommendation', 'quotation', 'table', 'figure']);

/** The attributes of a node's element: class, `id` where it can be linked to, and `data-id`. */
export function attributes(node: NodeJson, writer: Writer, className = ''): string {
  const id = idOf(node);
  const change = node.attrs?.change;
  const classes = [className, change === 'inserted' || change === 'deleted' ? change : '']
    .filter(Boolean)
    .join(' ');
  let html = classes ? ` class="${classes}"` : '';
  if (!id) return html;
  if (node.type === 'footnote') html += uniqueId(anchorOf(id, 'footnote'), writer);
  if (ADDRESSABLE.has(node.type)) html += uniqueId(anchorOf(id, 'paragraph'), writer);
  return `${html} data-id="${escapeHtml(id)}"`;
}

function uniqueId(value: string, writer: Writer): string {
  if (writer.used.has(value)) return '';
  writer.used.add(value);
  return ` id="${escapeHtml(value)}"`;
}

/** A text attribute, escaped; empty when it is not there. */
export function attribute(node: NodeJson, name: string): string {
  const value = node.attrs?.[name];
  return typeof value === 'string' ? escapeHtml(value) : '';
}

/** The stable id of a block, empty when it has none. */
export function idOf(node: NodeJson): string {
  return typeof node.attrs?.id === 'string' ? node.attrs.id : '';
}
