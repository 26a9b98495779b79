import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeHtml } from '../../domain/document/to-html-inline.ts';
import { type ComposedReport, printedDate } from '../../domain/publication/compose.ts';
import { contentsList, type PublishedPicture, reportBody, titleBlock } from './report-body.ts';

/** The style of published pages; written for this markup and for both schemes, and for paper. */
export const publishedStyle = readFileSync(path.join(import.meta.dirname, 'published.css'), 'utf8');

/**
 * The report as one HTML file that needs nothing else: style inside, pictures as `data:` addresses, no script, and no icon, which
 * browsers otherwise ask the server for.
 * Its own policy allows only that, wherever the file is opened. `pictures` give their addresses as `data:`.
 */
export function reportFile(report: ComposedReport, pictures: ReadonlyMap<string, PublishedPicture>): string {
  const date = printedDate(report.publishedAt, report.language);
  const hash = createHash('sha256').update(publishedStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${escapeHtml(report.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(`${report.symbol} – ${report.title}`)}</title>
<style>${publishedStyle}</style>
</head>
<body>
<header class="title">${titleBlock(report, date)}</header>
${contentsList(report)}
<main>
${reportBody(report, pictures)}</main>
</body>
</html>
`;
}

/** The policy that a file of ours states for itself, for the header it is served with; null when it states none. */
export function policyOf(html: string): string | null {
  return (
    /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html.slice(0, 2000))?.[1] ?? null
  );
}
