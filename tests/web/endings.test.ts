import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { CLOSE, type Hello } from '../../domain/protocol.ts';
import { endingBy, endingOf, isFinal } from '../../web/editor/endings.ts';

const hello = (other: Partial<Hello>): Hello => ({
  schema: SCHEMA_VERSION,
  connection: '5f0c',
  mayWrite: true,
  why: null,
  ...other,
});

describe('SYNC9 a server greets the page', () => {
  test.each<[string, Partial<Hello>, ReturnType<typeof endingBy>]>([
    ['that knows as much and takes what is written', {}, null],
    ['that knows a newer schema, which adds to this one', { schema: SCHEMA_VERSION + 1 }, null],
    ['that knows an older schema', { schema: SCHEMA_VERSION - 1 }, { why: 'server_behind', message: null }],
    [
      'where this person may only read',
      { mayWrite: false, why: 'Observers only read.' },
      { why: 'rights', message: 'Observers only read.' },
    ],
  ])('SYNC9 %s', (_name, said, ending) => {
    expect(endingBy(hello(said))).toEqual(ending);
  });
});

describe('SYNC9 a connection was closed', () => {
  test.each<[number, ReturnType<typeof endingOf>['why']]>([
    [CLOSE.malformed, 'refused'],
    [CLOSE.notSignedIn, 'signed_out'],
    [CLOSE.forbidden, 'rights'],
    [CLOSE.notFound, 'rights'],
    [CLOSE.refused, 'refused'],
    [CLOSE.tooLarge, 'refused'],
    [CLOSE.rightsChanged, 'rights'],
    [CLOSE.schemaBehind, 'must_reload'],
    [CLOSE.tooMany, 'too_many'],
    [1009, 'refused'],
  ])('SYNC9 with %i, and is not tried again without a reason', (code, why) => {
    expect(isFinal(code)).toBe(true);
    expect(endingOf(code, 'Why.')).toEqual({ why, message: 'Why.' });
  });

  test.each([1000, 1001, 1005, 1006, CLOSE.restarting, CLOSE.unavailable])(
    'SYNC9 with %i, and is tried again',
    (code) => {
      expect(isFinal(code)).toBe(false);
    },
  );
});
