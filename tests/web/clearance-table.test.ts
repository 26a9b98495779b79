import { describe, expect, test } from 'vitest';
import { POSITION_KINDS, type PositionKind } from '../../domain/workflow/positions.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import { placeAfter } from '../../web/routes/clearance/grid-keys.ts';
import { unboundStates } from '../../web/routes/clearance/table-facts.ts';
import { type CountedCell, fullWords, shortWord, tallyOf } from '../../web/routes/clearance/tally.ts';

const NOW = 'digest now';
const cell = (delegationId: string, kind: PositionKind | null, digest = NOW): CountedCell => ({
  delegationId,
  position: kind && { kind, digest },
  standing: kind === null ? 'none' : digest === NOW ? 'current' : 'stale',
});
const state = (id: string) => ({ id });

describe('WEB8 what holds a section up', () => {
  test('WEB8 whoever objects, has a reserve, has still to confirm, is stale or is silent holds it up, objections first', () => {
    const states = ['aus', 'can', 'fra', 'deu', 'ita', 'jpn', 'nld', 'nzl', 'rok'].map(state);
    const cells = [
      cell('aus', 'cleared'),
      cell('can', 'objection'),
      cell('fra', 'reserve'),
      cell('deu', 'ad_referendum'),
      cell('ita', 'cleared', 'digest before'),
      cell('jpn', null),
      cell('nld', 'cleared_with_comment'),
      cell('nzl', 'abstains'),
    ];
    const { cleared, states: count, holding } = tallyOf(NOW, states, cells);
    expect([cleared, count]).toEqual([2, 9]);
    expect(holding.map(({ state: { id }, why }) => [id, why])).toEqual([
      ['can', 'objects'],
      ['ita', 'has to renew its position, since the text changed'],
      ['fra', 'has a reserve'],
      ['deu', 'has still to confirm (ad referendum)'],
      ['jpn', 'has taken no position'],
      ['rok', 'has taken no position'],
    ]);
  });

  test('WEB8 abstaining is not counted as clearing, and holds nothing up', () => {
    const tally = tallyOf(
      NOW,
      [state('nzl'), state('usa')],
      [cell('nzl', 'abstains'), cell('usa', 'not_participating')],
    );
    expect(tally).toEqual({ states: 2, cleared: 0, holding: [] });
  });
});

describe('WEB8 who can be bound', () => {
  const facts = (roles: Role[], removed = false) => ({
    delegations: [{ id: 'aus', code: 'AUS', shortName: 'Australia', formalName: 'Australia', tone: 0 }],
    people: [{ id: 'p', name: 'P', delegationId: 'aus', roles, removed }],
  });
  const clearing = [{ stage: 'clearance' as const }];

  test('WEB8 a state without a clearing officer is told apart, until all is agreed', () => {
    expect([...unboundStates({ sections: clearing, ...facts(['drafter']) })]).toEqual(['aus']);
    expect([...unboundStates({ sections: clearing, ...facts(['clearing_officer'], true) })]).toEqual(['aus']);
    expect([...unboundStates({ sections: clearing, ...facts(['clearing_officer']) })]).toEqual([]);
    expect([...unboundStates({ sections: [{ stage: 'agreed' }], ...facts([]) })]).toEqual([]);
  });
});

describe('WEB8 the words of a cell', () => {
  test('WEB8 every position has its own word, and a stale one says that it is stale', () => {
    const words = POSITION_KINDS.map((kind) => shortWord(cell('aus', kind), 'clearance'));
    expect(new Set(words).size).toBe(POSITION_KINDS.length);
    for (const kind of POSITION_KINDS) {
      expect(shortWord(cell('aus', kind, 'digest before'), 'clearance')).toBe('Stale');
      expect(fullWords(cell('aus', kind, 'digest before'), 'review')).toMatch(
        /stale: the text changed since$/,
      );
    }
  });

  test('WEB8 a missing position is awaited only while positions can be taken', () => {
    expect(shortWord(cell('aus', null), 'clearance')).toBe('Awaited');
    expect(shortWord(cell('aus', null), 'drafting')).toBe('None');
    expect(fullWords(cell('aus', null), 'drafting')).toBe('no position; the section is in drafting');
  });
});

describe('WEB8 the table by keyboard', () => {
  const size = { rows: 3, columns: 4 };
  const press = (key: string, row: number, column: number, more = {}) =>
    placeAfter({ key, ctrl: 'free', direction: 'ltr', ...more }, { row, column }, size);

  test('WEB8 arrows go to the next cell and stop at the edges', () => {
    expect(press('ArrowRight', 1, 1)).toEqual({ row: 1, column: 2 });
    expect(press('ArrowRight', 1, 3)).toEqual({ row: 1, column: 3 });
    expect(press('ArrowUp', 0, 2)).toEqual({ row: 0, column: 2 });
    expect(press('ArrowDown', 1, 2)).toEqual({ row: 2, column: 2 });
  });

  test('WEB8 on a page from right to left the arrows go where they point', () => {
    expect(press('ArrowRight', 1, 1, { direction: 'rtl' })).toEqual({ row: 1, column: 0 });
    expect(press('ArrowLeft', 1, 1, { direction: 'rtl' })).toEqual({ row: 1, column: 2 });
  });

  test('WEB8 Home and End go along the row, and with Ctrl to the corners', () => {
    expect(press('Home', 2, 2)).toEqual({ row: 2, column: 0 });
    expect(press('End', 0, 0)).toEqual({ row: 0, column: 3 });
    expect(press('Home', 2, 2, { ctrl: 'held' })).toEqual({ row: 0, column: 0 });
    expect(press('End', 0, 0, { ctrl: 'held' })).toEqual({ row: 2, column: 3 });
  });

  test('WEB8 other keys are left to the browser', () => {
    expect(press('Tab', 1, 1)).toBeNull();
    expect(press('a', 1, 1)).toBeNull();
  });
});
