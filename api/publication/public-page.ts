import { html, raw } from 'hono/html';
import type { publicEdition } from '../../db/queries/publications.ts';
import { type ComposedReport, printedDate } from '../../domain/publication/compose.ts';
import type { Manifest } from '../../domain/publication/manifest.ts';
import type { ReportData } from './publish.ts';
import { contentsList, reportBody, titleBlock } from './report-body.ts';

type Edition = NonNullable<Awaited<ReturnType<typeof publicEdition>>>;

/** Where the pages' own style and type are served. */
export const ASSETS = '/publications/assets';

/** The public page of an edition: everything in it comes from the edition's own stored files. */
export function publicPage(edition: Edition, data: ReportData) {
  const { v: _, pictures, numbers, ...facts } = data;
  const report: ComposedReport = { ...facts, numbers: new Map(Object.entries(numbers)) };
  const base = `/publications/${edition.slug}`;
  const shown = new Map(
    Object.entries(pictures).map(([id, { name, width, height }]) => [
      id,
      { url: `${base}/${name}`, width, height },
    ]),
  );
  const date = (at: string) => printedDate(at, report.language);
  return page(
    report.language,
    `${report.symbol} – ${report.title}`,
    html`<header class="title">${raw(titleBlock(report, date(report.publishedAt)))}
${
  edition.newer
    ? html`<p class="notice">This is edition ${edition.edition}. A newer one was published on ${date(edition.newer.publishedAt.toISOString())}: <a href="/publications/${edition.newer.slug}">edition ${edition.newer.edition}</a>.</p>`
    : ''
}
<ul class="downloads">
<li><a href="${base}/report.pdf">PDF</a></li>
<li><a href="${base}/report.html">Single HTML file</a></li>
<li><a href="${base}/report.json">Data (JSON)</a></li>
<li><a href="#verify">Check this edition</a></li>
</ul></header>
${raw(contentsList(report))}
<main>
${raw(reportBody(report, shown))}</main>
<footer>
${editions(edition, date)}
${verification(edition.manifest, base)}
</footer>`,
  );
}

function editions(edition: Edition, date: (at: string) => string) {
  const items = edition.editions.map(
    ({ slug, edition: number, publishedAt }) =>
      html`<li>${slug === edition.slug ? html`<strong>Edition ${number} (this page)</strong>` : html`<a href="/publications/${slug}">Edition ${number}</a>`}, <time datetime="${publishedAt.toISOString()}">${date(publishedAt.toISOString())}</time></li>`,
  );
  return html`<section aria-labelledby="editions"><h2 id="editions">Editions</h2><ul>${items}</ul></section>`;
}

function verification(manifest: Manifest, base: string) {
  const rows = manifest.files.map(
    ({ name, size, sha256 }) =>
      html`<tr><th scope="row"><a href="${base}/${name}">${name}</a></th><td class="number">${size.toLocaleString('en-GB')}</td><td><code>${sha256}</code></td></tr>`,
  );
  return html`<section aria-labelledby="verify"><h2 id="verify">Check this edition</h2>
<p>A published edition never changes. Its files and their SHA-256 are listed in <a href="${base}/manifest.json">manifest.json</a>, with the digest of each section and the position of each state on it. To check a file that you have saved, offline, run this where it lies and compare what it prints with the list:</p>
<pre><code>sha256sum report.pdf</code></pre>
<div class="scroll" tabindex="0" role="group" aria-label="Files and their SHA-256"><table><caption>Files of edition ${manifest.edition}</caption><thead><tr><th scope="col">File</th><th scope="col" class="number">Bytes</th><th scope="col">SHA-256</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** Said to whoever asks for a publication that is not there. */
export function missingPage() {
  return page(
    'en',
    'No such publication',
    html`<main><h1>No such publication</h1><p>There is nothing published at this address. It may be misspelt: the address stands on the title page of the report.</p></main>`,
  );
}

function page(language: string, title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ASSETS}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${ASSETS}/type.css">
<link rel="stylesheet" href="${ASSETS}/published.css">
</head>
<body>
${body}
</body>
</html>
`;
}
