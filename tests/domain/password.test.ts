import { describe, expect, test } from 'vitest';
import { weaknessOf } from '../../domain/password.ts';

const OWNER = { email: 'a.durand@fra.example.org', name: 'Amélie Durand' };

describe('passwords', () => {
  test.each([
    ['aaaaaaaaaaaaaa', /over and over/],
    ['aaaaaaaaaaab7', /over and over/],
    ['abcabcabcabcab', /over and over/],
    ['............', /over and over/],
    ['x A.Durand 2031', /e-mail address/],
    ['Amelie-Durand-1', /name/],
    ['durand durand 9', /name/],
    ['DURAND4ever-and-ever', /name/],
    ['my a.durand@fra.example.org', /e-mail address/],
  ])('AUTH9 %s is refused', (password, why) => {
    expect(weaknessOf(password, OWNER)).toMatch(why);
  });

  test.each(['correct horse battery staple', 'zebra lantern prism', '四つの無関係な言葉です、はい'])(
    'AUTH9 %s is taken',
    (password) => {
      expect(weaknessOf(password, OWNER)).toBeNull();
    },
  );

  test('AUTH9 short parts of names are no reason, unless they are most of it', () => {
    expect(weaknessOf('a ball of alloy wool', { email: 'al@x.example', name: 'Al Li' })).toBeNull();
    const taro = { email: 'taro@mofa.jp.example', name: 'Taro Abe' };
    expect(weaknessOf('correct horse taro staple', taro)).toBeNull();
    expect(weaknessOf('Taro-taro 2031', taro)).toMatch(/^The password must not contain your e-mail address,/);
    expect(weaknessOf('abe, abe-abe 7', { ...taro, email: 'x@mofa.jp.example' })).toMatch(/your name/);
  });
});
