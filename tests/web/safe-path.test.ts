import { expect, test } from 'vitest';
import { safePath } from '../../web/routes/sign-in/safe-path.ts';

test.each(['/', '/reports/1?section=2#p-3', '/reports//odd'])('WEB13 goes on to %s', (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'javascript:alert(1)',
  '',
  7,
  null,
])('WEB13 does not go on to %j', (value) => {
  expect(safePath(value)).toBeUndefined();
});
