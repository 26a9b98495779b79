import { DomainError, type ErrorCode, type FieldError } from '../../domain/errors.ts';

/** The server failed in a way it did not foresee: `message` has the number that finds the whole story in its log. */
export class ServerFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServerFault';
  }
}

const codeByStatus: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  429: 'too_many',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

const knownCodes: readonly string[] = [
  'invalid',
  'not_signed_in',
  'second_factor_needed',
  'forbidden',
  'not_found',
  'conflict',
  'stage',
  'too_large',
  'too_many',
  'unavailable',
] satisfies ErrorCode[];

/**
 * The error that a refused answer means. `body` is what came with it: ours is `{ error: { code, message, fields } }`,
 * better-auth's `{ code, message }`, a proxy's anything.
 */
export function refusalOf(status: number, body: unknown): DomainError | ServerFault {
  const outer = isRecord(body) ? body : {};
  const inner = isRecord(outer.error) ? outer.error : outer;
  const message = typeof inner.message === 'string' ? inner.message : null;
  const code = isErrorCode(inner.code) ? inner.code : codeByStatus[status];
  if (code === undefined)
    return new ServerFault(
      message ?? `The server failed (HTTP ${status}). Try again; if it stays, tell the administrator.`,
    );
  return new DomainError(code, message ?? defaultMessage(code), fieldsOf(inner.fields));
}

/** The error of a request that got no answer at all. */
export function unreachable(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError(
    'unavailable',
    'The server cannot be reached. Nothing was sent or changed; try again when the connection is back.',
  );
}

/** The sentence to show for any error. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DomainError || error instanceof ServerFault) return error.message;
  return 'Something went wrong on this page. Reload it; if it happens again, tell the administrator.';
}

/** What is wrong with the field at `path` (as in `sections.0.title`), or undefined. */
export function fieldError(error: unknown, path: string): string | undefined {
  if (!(error instanceof DomainError)) return undefined;
  return error.fields.find((field) => field.path === path)?.message;
}

/** The sentence to show above a form: none when every complaint stands beside one of its `paths`. */
export function formError(error: unknown, paths: readonly string[]): string | null {
  if (error === null || error === undefined) return null;
  if (error instanceof DomainError && error.fields.length > 0) {
    const elsewhere = error.fields.filter((field) => !paths.includes(field.path));
    return elsewhere.length === 0 ? null : elsewhere.map((field) => field.message).join(' ');
  }
  return sentenceOf(error);
}

function defaultMessage(code: ErrorCode): string {
  if (code === 'too_many') return 'Too many attempts. Wait a minute and try again.';
  if (code === 'unavailable') return 'The server is not ready to answer. Try again in a moment.';
  if (code === 'not_signed_in') return 'You are signed out. Sign in again.';
  return 'The server refused this.';
}

function fieldsOf(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((field) =>
    isRecord(field) && typeof field.path === 'string' && typeof field.message === 'string'
      ? [{ path: field.path, message: field.message }]
      : [],
  );
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && knownCodes.includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
