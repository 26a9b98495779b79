import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Hono, type Context as HonoContext } from 'hono';
import type { Context } from '../../db/context.ts';
import { publicEdition, publicFile } from '../../db/queries/publications.ts';
import type { Env } from '../env.ts';
import { ASSETS, missingPage, publicPage } from './public-page.ts';
import type { ReportData } from './publish.ts';
import { policyOf, publishedStyle } from './report-file.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** What a publication or one of its files can be called; nothing else is looked up. */
const NAME = /^[a-z0-9][a-z0-9.-]*$/;

/**
 * What anybody can read without signing in, under `/publications`: the page of each edition and its files.
 * No cookie is read or set, and nothing that was not stored as part of an edition can be reached.
 */
export const publicRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/assets/:name', (c) => asset(c, c.req.param('name')))
    .get('/:slug', async (c) => {
      const slug = c.req.param('slug');
      const edition = NAME.test(slug) ? await publicEdition(context.db, slug) : null;
      const file = edition ? await publicFile(context.db, edition.slug, 'report.json') : null;
      if (!edition || !file) return missing(c);
      // Written by us when the edition was made, and never changed since.
      const data = JSON.parse(file.bytes.toString()) as ReportData;
      const body = String(await publicPage(edition, data));
      c.header('Content-Security-Policy', PAGE_POLICY);
      return send(c, body, 'text/html; charset=utf-8', etagOf(body), 'public, max-age=60');
    })
    .get('/:slug/:name', async (c) => {
      const { slug, name } = c.req.param();
      const file = NAME.test(slug) && NAME.test(name) ? await publicFile(context.db, slug, name) : null;
      if (!file) return missing(c);
      const policy = file.mediaType.startsWith('text/html') ? policyOf(file.bytes.toString()) : null;
      // The PDF is shown on the screen from which it was published.
      const framedBy = file.mediaType === 'application/pdf' ? "'self'" : "'none'";
      c.header('Content-Security-Policy', `${policy ?? "default-src 'none'"}; frame-ancestors ${framedBy}`);
      c.header('Content-Disposition', `inline; filename="${downloadName(slug, name)}"`);
      return send(c, new Uint8Array(file.bytes), file.mediaType, `"${file.sha256}"`, FOR_GOOD);
    })
    .all('*', (c) => missing(c));

function send(
  c: HonoContext<Env>,
  body: string | Uint8Array<ArrayBuffer>,
  mediaType: string,
  etag: string,
  cache: string,
): Response {
  c.header('ETag', etag);
  c.header('Cache-Control', cache);
  if (c.req.header('If-None-Match')?.split(/,\s*/).includes(etag)) return c.body(null, 304);
  c.header('Content-Type', mediaType);
  return c.body(body);
}

async function missing(c: HonoContext<Env>): Promise<Response> {
  c.header('Content-Security-Policy', PAGE_POLICY);
  c.header('Cache-Control', 'no-store');
  return c.html(await missingPage(), 404);
}

/** `msmt-2026-1.pdf`, `msmt-2026-1-manifest.json`: slugs and names hold letters, digits, dots and hyphens only. */
function downloadName(slug: string, name: string): string {
  return name.startsWith('report.') ? slug + name.slice('report'.length) : `${slug}-${name}`;
}

function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
}

// Style, type and icon -------------------------------------------------------------------------------------------

const require = createRequire(import.meta.url);
const fontFolder = path.dirname(require.resolve('@fontsource/noto-serif/package.json'));

/** The faces that the page uses, from the package's own rules with their addresses put on our origin. */
const typeStyle = ['400.css', '400-italic.css', '700.css']
  .map((file) => readFileSync(path.join(fontFolder, file), 'utf8'))
  .join('\n')
  .replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '')
  .replace(/url\(\.\/files\/([a-z0-9-]+\.woff2)\)/g, `url(${ASSETS}/$1)`);
const faces = new Set([...typeStyle.matchAll(/assets\/([a-z0-9-]+\.woff2)/g)].map(([, name]) => name));
/** The product's own, which the screens have too. */
const icon = readFileSync(path.join(import.meta.dirname, '../../web/public/icon.svg'), 'utf8');

function asset(c: HonoContext<Env>, name: string): Response | Promise<Response> {
  const style = name === 'type.css' ? typeStyle : name === 'published.css' ? publishedStyle : null;
  if (style !== null) return send(c, style, 'text/css; charset=utf-8', etagOf(style), 'public, max-age=3600');
  if (name === 'icon.svg') return send(c, icon, 'image/svg+xml', etagOf(icon), 'public, max-age=3600');
  if (!faces.has(name)) return missing(c);
  const bytes = readFileSync(path.join(fontFolder, 'files', name));
  return send(c, new Uint8Array(bytes), 'font/woff2', `"${name}-${bytes.length}"`, FOR_GOOD);
}
