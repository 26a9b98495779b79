import { randomBytes } from 'node:crypto';
import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { DomainError, type ErrorCode, type FieldError } from '../domain/errors.ts';
import type { Env } from './env.ts';

/** The body of every refusal: `fields` names what is wrong, field by field, where it is the input's fault. */
export type ErrorBody = { error: { code: ErrorCode | 'unknown'; message: string; fields: FieldError[] } };

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  invalid: 422,
  not_signed_in: 401,
  second_factor_needed: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stage: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};

/** The HTTP status of a refusal. */
export function statusOf(code: ErrorCode): ContentfulStatusCode {
  return STATUS[code];
}

/** The body of a refusal as it is sent. */
export function bodyOf(error: DomainError): ErrorBody {
  return { error: { code: error.code, message: error.message, fields: error.fields } };
}

/**
 * Turns whatever a route throws into one shape. A `DomainError` is shown as it stands; anything unknown is
 * logged whole and shown only as a reference number, since its text may say what the reader must not know.
 */
export function handleErrors(log: Logger): ErrorHandler<Env> {
  return (thrown, c) => {
    const error = refusalOf(thrown);
    if (error) {
      if (error.code === 'unavailable') log.warn({ err: thrown, request: c.get('requestId') }, 'unavailable');
      return answer(c, bodyOf(error), statusOf(error.code));
    }
    const reference = randomBytes(5).toString('hex').toUpperCase();
    log.error({ err: thrown, reference, request: c.get('requestId') }, 'a request failed');
    const message = `Something went wrong on our side. Nothing of this request was kept. Reference: ${reference}.`;
    const body: ErrorBody = { error: { code: 'unknown', message, fields: [] } };
    return answer(c, body, 500);
  };
}

/** In words alone where a person will read it: whoever follows a link to a file that there is not is shown what comes. */
function answer(c: Parameters<ErrorHandler<Env>>[1], body: ErrorBody, status: ContentfulStatusCode) {
  const isShown = c.req.header('sec-fetch-mode') === 'navigate';
  return isShown ? c.text(body.error.message, status) : c.json(body, status);
}

function refusalOf(thrown: unknown): DomainError | null {
  if (thrown instanceof DomainError) return thrown;
  // Hono's own parsers throw these: JSON that is none, a form that is none.
  if (thrown instanceof HTTPException && thrown.status >= 400 && thrown.status < 500)
    return new DomainError('invalid', `The request cannot be read: ${thrown.message || 'check its body'}.`);
  if (thrown instanceof Error && 'code' in thrown && DATABASE_AWAY.has(String(thrown.code)))
    return new DomainError(
      'unavailable',
      'The database does not answer. Nothing was changed; try again soon.',
    );
  return null;
}

/** Node's codes for a server that is not there, and Postgres's for one that is starting, stopping or full. */
const DATABASE_AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '53300', '08006']);
