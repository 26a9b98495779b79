import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/** Stands in `index.html` wherever Vite puts a nonce (`html.cspNonce` in vite.config.ts). */
export const noncePlaceholder = '__NONCE__';

/**
 * Serves the built web client: files by name, and `index.html` for every other page, whose address only the
 * browser's router understands. Each page is sent with a nonce of its own, and a policy that lets in no inline
 * script, no style without that nonce, and nothing from anywhere else. The API's headers stand beside these.
 */
export function webFiles(folder: string): Hono {
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const app = new Hono();
  app.use('/assets/*', async (c, next) => {
    await next();
    // Their names hold a hash of their content, so a browser never has to ask for the same one twice.
    if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
  });
  app.use('/assets/*', serveStatic({ root: folder, precompressed: true }));
  app.all('/assets/*', (c) => c.notFound());
  // What browsers ask for where no page says what its icon is: beside a PDF, say.
  app.get('/favicon.ico', (c) => c.redirect('/icon.svg', 301));
  app.get('/:file{[a-z0-9-]+\\.[a-z0-9]+}', serveStatic({ root: folder }));
  app.get('*', (c) => {
    if (!c.req.header('Accept')?.includes('text/html')) return c.notFound();
    const nonce = randomBytes(16).toString('base64');
    c.header('Content-Security-Policy', policy(nonce));
    c.header('Cache-Control', 'no-store'); // a nonce used twice is none
    return c.html(page.replaceAll(noncePlaceholder, nonce));
  });
  return app;
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'", // a published PDF, to look at
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
