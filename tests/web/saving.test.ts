import { describe, expect, test } from 'vitest';
import {
  isSaved,
  SAVING_START,
  type SavingEvent,
  savingAfter,
  savingWords,
} from '../../web/editor/saving.ts';

const stateAfter = (...events: SavingEvent[]) => events.reduce(savingAfter, SAVING_START);
const say = (...events: SavingEvent[]) => savingWords(stateAfter(...events)).text;

const opened: SavingEvent = { kind: 'opened' };
const closed: SavingEvent = { kind: 'closed' };
const typed: SavingEvent = { kind: 'typed' };
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
    ['the network gone', [opened, step2, saved(1), closed], 'Offline: kept on this device'],
    ['trying again', [opened, step2, saved(1), closed, { kind: 'opening' }], 'Offline: kept on this device'],
    [
      'back, and what was typed offline is on its way',
      [opened, step2, saved(1), closed, typed, opened, step2],
      'Saving…',
    ],
    ['back, and committed', [opened, step2, saved(1), closed, typed, opened, step2, saved(1)], 'Saved'],
  ])('SYNC3 %s', (_name, events, words) => {
    expect(say(...events)).toBe(words);
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

  test('SYNC3 a device that keeps nothing says so, and a refusal is never saved', () => {
    expect(say({ kind: 'not_kept' }, closed)).toBe(
      'Offline: keep this page open, the browser stores nothing',
    );
    const refused = stateAfter(opened, step2, saved(1), {
      kind: 'refused',
      message: 'The section is frozen.',
    });
    expect(savingWords(refused)).toEqual({ tone: 'refused', text: 'Not saved: The section is frozen.' });
    expect(isSaved(refused)).toBe(false);
    expect(savingWords(savingAfter(refused, opened)).tone).toBe('saving');
  });
});
