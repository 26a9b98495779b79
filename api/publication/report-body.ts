import { sectionToHtml } from '../../domain/document/to-html.ts';
import { escapeHtml, fragmentOf } from '../../domain/document/to-html-inline.ts';
import { type ComposedReport, sectionHeading } from '../../domain/publication/compose.ts';

/** Where the published page finds a picture, and how large it is. */
export type PublishedPicture = { url: string; width: number; height: number };

/** The text of a report as HTML: its sections with their headings. What is not in `report` cannot come out. */
export function reportBody(report: ComposedReport, pictures: ReadonlyMap<string, PublishedPicture>): string {
  return report.sections
    .map((section) => {
      const html = sectionToHtml(section.document, {
        kind: section.kind,
        numbers: report.numbers,
        fileUrl: (id) => pictures.get(id)?.url ?? '',
        fileSize: (id) => pictures.get(id) ?? null,
        href: (id, { kind }) => fragmentOf(id, kind),
      });
      const anchor = escapeHtml(`s-${section.id}`);
      return `<section class="${section.kind}"><h2 id="${anchor}">${escapeHtml(sectionHeading(section))}</h2>\n${html}</section>\n`;
    })
    .join('');
}

/** The contents as links: sections, and the headings of the second level in them. */
export function contentsList(report: ComposedReport): string {
  const items = report.sections.map((section) => {
    const headings = (section.document.content ?? []).filter(
      (block) => block.type === 'heading' && block.attrs?.level !== 3 && typeof block.attrs?.id === 'string',
    );
    const inner = headings.map((block) => {
      const id = String(block.attrs?.id);
      const number = report.numbers.get(id)?.number ?? '';
      const text = (block.content ?? [])
        .map((run) => (run.marks?.some(({ type }) => type === 'footnoteReference') ? '' : (run.text ?? '')))
        .join('');
      return `<li><a href="${escapeHtml(fragmentOf(id, 'heading'))}">${escapeHtml(`${number}. ${text}`)}</a></li>`;
    });
    const link = `<a href="${escapeHtml(fragmentOf(section.id, 'section'))}">${escapeHtml(sectionHeading(section))}</a>`;
    return `<li>${link}${inner.length ? `<ol>${inner.join('')}</ol>` : ''}</li>`;
  });
  return `<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>${items.join('')}</ol></nav>`;
}

/** What a reader sees first: symbol, title, date, edition, states, and that a sample is one. */
export function titleBlock(report: ComposedReport, date: string): string {
  const states = report.states.length
    ? `<p class="states"><span class="label">Participating states:</span> ${escapeHtml(report.states.join(', '))}</p>`
    : '';
  return (
    `<p class="symbol">${escapeHtml(report.symbol)}</p>` +
    `${report.sample ? '<p class="sample">SAMPLE — not a finding</p>' : ''}` +
    `<h1>${escapeHtml(report.title)}</h1>` +
    `<p class="date"><time datetime="${escapeHtml(report.publishedAt)}">${escapeHtml(date)}</time> · Edition ${report.edition}</p>${states}`
  );
}
