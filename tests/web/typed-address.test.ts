import { describe, expect, test } from 'vitest';
import { typedAddress } from '../../web/editor/typed-address.ts';

describe('WEB15 the address of a link', () => {
  test.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['  http://example.org ', 'http://example.org'],
    ['example.org', 'https://example.org'],
    ['example.org:8080/x', 'https://example.org:8080/x'],
    ['www.un.org/en?x=1', 'https://www.un.org/en?x=1'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['a.b@example.org', 'mailto:a.b@example.org'],
  ])('WEB15 %s is understood', (typed, address) => {
    expect(typedAddress(typed)).toBe(address);
  });

  test.each([
    '',
    'nonsense',
    'two words.org',
    'javascript:alert(1)',
    'ftp://x',
    'data:text/html,x',
    'x.',
    '.x',
    'https://',
  ])('WEB15 %s is no address', (typed) => {
    expect(typedAddress(typed)).toBeNull();
  });
});
