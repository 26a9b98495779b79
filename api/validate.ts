import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';

/**
 * Parses one part of a request, for `c.req.valid(target)`. What does not fit is refused as `invalid`, naming
 * each field; a path parameter that does not fit cannot name anything, so it is `not_found`.
 */
export const validate = <Schema extends z.ZodType, Target extends keyof ValidationTargets>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, schema, (result) => {
    if (result.success) return refuseUnkeepable(result.data);
    if (target === 'param') throw new DomainError('not_found', 'There is nothing at this address.');
    const fields = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    const named = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    throw new DomainError('invalid', `Please correct this. ${named.join('; ')}`, fields);
  });

/**
 * Refuses text that Postgres cannot keep, wherever in a body it stands: half of a surrogate pair, which UTF-8 has
 * no bytes for, and U+0000.
 *
 * @throws DomainError `invalid`, naming each field.
 */
export function refuseUnkeepable(body: unknown): void {
  const fields = unkeepableIn(body, []).map((path) => ({
    path,
    message: 'must not contain U+0000 or half of a character (a lone surrogate)',
  }));
  if (fields.length === 0) return;
  const named = fields.map(({ path, message }) => `${path} ${message}`);
  throw new DomainError('invalid', `Please correct this: ${named.join('; ')}.`, fields);
}

function unkeepableIn(value: unknown, path: string[]): string[] {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unkeepableIn(inner, [...path, key]));
}

/** `:id` of a row whose key is a uuid. */
export const idParam = z.object({ id: z.uuid() });

/** The id of a person: better-auth's user ids are text. */
export const userId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the id of a person');

/** `:id` of a person. */
export const personParam = z.object({ id: userId });

/** A line of text that people read: trimmed, not empty, at most `max` characters, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must not be longer than ${max} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point.
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be a single line');

/** Text of several lines that people read: trimmed, not empty, at most `max` characters, no control characters but line breaks and tabs. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must not be longer than ${max} characters`)
    .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'must not contain control characters');
