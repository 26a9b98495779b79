import { expect, test } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { fieldError, formError, refusalOf, ServerFault, sentenceOf } from '../../web/api/refusal.ts';

const invalid = refusalOf(422, {
  error: {
    code: 'invalid',
    message: 'Please correct this.',
    fields: [
      { path: 'title', message: 'must not be empty' },
      { path: 'languages.0', message: 'is not a language' },
    ],
  },
});

test('WEB14 a complaint stands beside its field, and only what has none stands above the form', () => {
  expect(fieldError(invalid, 'title')).toBe('must not be empty');
  expect(fieldError(invalid, 'symbol')).toBeUndefined();
  expect(formError(invalid, ['title', 'languages.0'])).toBeNull();
  expect(formError(invalid, ['title'])).toBe('is not a language');
  expect(formError(null, ['title'])).toBeNull();
});

test('WEB14 a refusal without fields is said as the server said it', () => {
  const refused = refusalOf(409, { error: { code: 'stage', message: 'The text is frozen.', fields: [] } });
  expect(refused).toBeInstanceOf(DomainError);
  expect(formError(refused, ['title'])).toBe('The text is frozen.');
});

test.each([
  [401, null, 'not_signed_in'],
  [404, 'not JSON of ours', 'not_found'],
  [502, { message: 7 }, 'unavailable'],
  [429, { code: 'SOMETHING_ELSE' }, 'too_many'],
])(
  'WEB14 an answer of another shape with status %i still has a code and a sentence',
  (status, body, code) => {
    const error = refusalOf(status, body);
    expect(error).toMatchObject({ code });
    expect(sentenceOf(error)).toMatch(/\.$/);
  },
);

test('WEB14 an unforeseen failure keeps the reference that finds it in the log', () => {
  const message = 'Something went wrong on our side. Reference: D527F105C7.';
  const error = refusalOf(500, { error: { code: 'unknown', message, fields: [] } });
  expect(error).toBeInstanceOf(ServerFault);
  expect(sentenceOf(error)).toBe(message);
});

test('WEB14 what is no refusal at all shows none of its own words', () => {
  expect(sentenceOf(new TypeError('x is not a function'))).not.toContain('function');
});
