import { expect, test } from 'vitest';
import { isOutage } from '../../db/outage.ts';

const failure = (code?: string) => Object.assign(new Error('it failed'), code === undefined ? {} : { code });

test.each([
  ['nobody listens', 'ECONNREFUSED', true],
  ['the connection broke', 'EPIPE', true],
  ['it ended without a word', undefined, true],
  ['its pool was closed', 'unavailable', true],
  ['a connection failure', '08006', true],
  ['the disk is full', '53100', true],
  ['too many connections', '53300', true],
  ['it shuts down', '57P01', true],
  ['the disk cannot be read', '58030', true],
  ['it is a standby', '25006', true],
  ['two commits crossed', '40001', false],
  ['a deadlock', '40P01', false],
  ['there is no partition for the row', '23514', false],
  ['the table is gone', '42P01', false],
  ['a trigger refused it', 'P0001', false],
  ['an index is damaged', 'XX002', false],
])('FAIL3 FAIL4 what a failure says of the database: %s', (_what, code, expected) => {
  expect(isOutage(failure(code))).toBe(expected);
});
