import { describe, expect, test } from 'vitest';
import {
  type Ending,
  isSaved,
  SAVING_START,
  type SavingEvent,
  savingAfter,
  savingWords,
} from '../../web/editor/saving.ts';

const stateAfter = (...events: SavingEvent[]) => events.reduce(savingAfter, SAVING_START);
const wordsFor = (state: ReturnType<typeof stateAfter>) => {
  const { text, more } = savingWords(state);
  return more === null ? text : `${text}. ${more}`;
};
const say = (...events: SavingEvent[]) => wordsFor(stateAfter(...events));

const opened: SavingEvent = { kind: 'opened', connection: '5f0c' };
const closed: SavingEvent = { kind: 'closed' };
const typed: SavingEvent = { kind: 'typed', sent: true };
const typedUnsent: SavingEvent = { kind: 'typed', sent: false };
const device = (state: 'kept' | 'keeping' | 'refused'): SavingEvent => ({ kind: 'device', state });
const ended = (why: Ending['why'], message: string | null = null): SavingEvent => ({
  kind: 'ended',
  ending: { why, message },
});
const step2: SavingEvent = { kind: 'sent', what: 'step_2' };
const update: SavingEvent = { kind: 'sent', what: 'update' };
const saved = (count: number): SavingEvent => ({ kind: 'saved', count });

describe('SYNC3 the state of saving', () => {
  test.each<[string, SavingEvent[], string]>([
    ['before any connection', [], 'Connecting…'],
    ['connected, and the server knows nothing of this device yet', [opened], 'Saving…'],
    ['sync step 2 sent and not committed', [opened, step2], 'Saving…'],
    ['sync step 2 committed', [opened, step2, saved(1)], 'Saved'],
    ['a letter sent', [opened, step2, saved(1), typed, update], 'Saving…'],
    ['two sent, one committed', [opened, step2, saved(1), typed, update, typed, update, saved(2)], 'Saving…'],
    ['all committed', [opened, step2, typed, update, typed, update, saved(3)], 'Saved'],
    ['an older count that comes late', [opened, step2, typed, update, saved(2), saved(1)], 'Saved'],
    ['the network gone', [opened, step2, saved(1), closed], 'Offline: all is saved so far'],
    ['trying again', [opened, step2, saved(1), closed, { kind: 'opening' }], 'Offline: all is saved so far'],
    [
      'typed offline, on its way to the disk',
      [opened, step2, saved(1), closed, device('keeping'), typedUnsent],
      'Offline: being kept on this device…',
    ],
    [
      'typed offline, on the disk',
      [opened, step2, saved(1), closed, device('keeping'), typedUnsent, device('kept')],
      'Offline: kept on this device',
    ],
    [
      'sent, and the network gone before it was committed',
      [opened, step2, saved(1), typed, update, closed],
      'Offline: kept on this device',
    ],
    [
      'typed offline where the browser stores nothing',
      [opened, step2, saved(1), device('refused'), closed, typedUnsent],
      'Offline: not saved, keep this page open',
    ],
    [
      'typed while the socket closes, and an older count comes in',
      [opened, step2, typedUnsent, saved(1)],
      'Saving…',
    ],
    [
      'a server that does not confirm',
      [opened, step2, saved(1), typed, update, { kind: 'late' }],
      'Not saved yet: kept on this device. The server does not confirm what you typed. Write on: it is confirmed as soon as the server can.',
    ],
    [
      'and confirms in the end',
      [opened, step2, saved(1), typed, update, { kind: 'late' }, saved(2)],
      'Saved',
    ],
    [
      'back, and what was typed offline is on its way',
      [opened, step2, saved(1), closed, typed, opened, step2],
      'Saving…',
    ],
    ['back, and committed', [opened, step2, saved(1), closed, typed, opened, step2, saved(1)], 'Saved'],
  ])('SYNC3 %s', (_name, events, words) => {
    expect(say(...events)).toBe(words);
  });

  test('SYNC3 an open socket counts for nothing before the server’s question was answered on it', () => {
    const state = stateAfter(opened, step2, saved(1), closed, typed, { kind: 'opening' }, opened);
    expect(isSaved(state)).toBe(false);
    expect(isSaved(savingAfter(state, saved(0)))).toBe(false);
    expect(isSaved(savingAfter(savingAfter(state, saved(0)), step2))).toBe(false);
    expect(isSaved([step2, saved(1)].reduce(savingAfter, state))).toBe(true);
  });

  test('SYNC3 a count of the connection before does not count for the next', () => {
    const state = stateAfter(opened, step2, typed, update, saved(2), closed, typed, opened, saved(2));
    expect(isSaved(state)).toBe(false);
  });

  test('SYNC3 what was typed is pending until a connection has committed everything', () => {
    expect(stateAfter(opened, step2, saved(1), typed).pending).toBe(true);
    expect(stateAfter(opened, step2, saved(1), typed, closed, opened, step2).pending).toBe(true);
    expect(stateAfter(opened, step2, saved(1), typed, update, saved(2)).pending).toBe(false);
  });

  test('SYNC3 what was typed while a socket closed is saved by the next connection only', () => {
    const state = stateAfter(opened, step2, saved(1), typedUnsent, update, saved(2));
    expect(isSaved(state)).toBe(false);
    expect(state.pending).toBe(true);
    expect(isSaved([closed, opened, step2, saved(1)].reduce(savingAfter, state))).toBe(true);
  });

  test.each<[string, SavingEvent, string]>([
    ['refused', ended('refused', 'Too long.'), 'Not saved. Too long.'],
    ['a right lost', ended('rights', 'Nobody writes.'), 'Read only. Nobody writes.'],
    ['signed out', ended('signed_out'), 'Signed out: kept on this device'],
    [
      'an old page',
      ended('must_reload'),
      'Too old to save: kept on this device. The server is newer than this page, and takes nothing from it any more. Reload it, and you go on where you are.',
    ],
    [
      'too much',
      ended('too_many', 'You have too many sections open.'),
      'Waiting: kept on this device. You have too many sections open. Trying again by itself in about a minute.',
    ],
    [
      'a server that is still an older version',
      ended('server_behind'),
      'Waiting: kept on this device. The server is still an older version than this page. Trying again by itself.',
    ],
  ])('SYNC3 ended by the server is never shown as saved: %s', (_name, event, words) => {
    const state = stateAfter(opened, step2, saved(1), typed, update, closed, event);
    expect(wordsFor(state)).toBe(words);
    expect(isSaved(state)).toBe(false);
    expect(savingWords(savingAfter(state, opened)).tone).toBe('saving');
  });
});
