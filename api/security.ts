import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { DomainError } from '../domain/errors.ts';
import type { Env } from './env.ts';

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DEFAULTS: Record<string, string> = {
  // For whatever has no policy of its own: data is not a page, and must not become one.
  'Content-Security-Policy': NOTHING,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), display-capture=()',
};

/** The headers of every answer, unless its route set one itself. `https`: browsers are told to stay on it. */
export function securityHeaders(publicUrl: string): MiddlewareHandler<Env> {
  const headers = { ...DEFAULTS };
  if (publicUrl.startsWith('https:')) headers['Strict-Transport-Security'] = 'max-age=31536000';
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.header(name, value);
    if (c.req.path.startsWith('/api/') && !c.res.headers.has('Cache-Control'))
      c.header('Cache-Control', 'no-store');
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that another site made a browser send (CSRF). Browsers name the `Origin` of every request
 * that changes something; a request without one does not come from a browser, unless it says so in
 * `Sec-Fetch-Site`, and so carries no cookie that its sender did not already have.
 */
export function sameOriginOnly(origins: string[]): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (!SAFE.has(c.req.method)) {
      const origin = c.req.header('Origin');
      const site = c.req.header('Sec-Fetch-Site');
      const ours =
        origin === undefined ? site === undefined || site === 'same-origin' : origins.includes(origin);
      if (!ours)
        throw new DomainError(
          'forbidden',
          `This request comes from ${origin ?? 'another site'}, and is only taken from ${origins.join(' or ')}. Open the product there.`,
        );
    }
    await next();
  };
}

const MAX_JSON_BYTES = 1024 * 1024;
const MAX_UPLOAD_BYTES = 11 * 1024 * 1024; // a file of 10 MB in its multipart frame

/** Refuses a body that is too large while it is still arriving. Only the addresses of files take large ones. */
export function limitBodies(): MiddlewareHandler<Env> {
  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw new DomainError('too_large', `The request is larger than ${maxSize / 1024 / 1024} MB.`);
      },
    });
  const [json, upload] = [limit(MAX_JSON_BYTES), limit(MAX_UPLOAD_BYTES)];
  return async (c, next) => {
    // Hono copies a request that does not tell its length, a DELETE say; the server's light ones cannot be copied.
    if (c.req.header('Content-Length') === undefined && c.req.raw.body !== null)
      c.req.raw = nativeRequest(c.req.raw);
    return await (c.req.path.endsWith('/files') ? upload(c, next) : json(c, next));
  };
}

function nativeRequest({ url, method, headers, body }: Request): Request {
  const init = { method, headers, body, duplex: 'half' };
  return new Request(url, init);
}
