import { describe, expect, test } from 'vitest';
import type { Role } from '../../domain/workflow/roles.ts';
import { stepWords } from '../../web/routes/report/step-words.ts';

const JPN = { id: 'jpn', code: 'JPN', shortName: 'Japan', formalName: 'Japan', tone: 0 };
const ROK = {
  id: 'rok',
  code: 'ROK',
  shortName: 'Republic of Korea',
  formalName: 'The Republic of Korea',
  tone: 1,
};
const person = (id: string, delegationId: string, roles: Role[], removed = false) => ({
  id,
  name: `Name of ${id}`,
  delegationId,
  roles,
  removed,
});
const facts = (penHolderId: string | null, openThreads: number, people: ReturnType<typeof person>[]) => ({
  section: {
    stage: 'drafting' as const,
    leadDelegationId: 'jpn',
    contributorIds: [],
    penHolderId,
    openThreads,
  },
  report: { people, delegations: [JPN, ROK] },
});
const officers = [person('a', 'jpn', ['clearing_officer']), person('b', 'rok', ['clearing_officer'])];

describe('before a step is taken', () => {
  test('WF7 it names who changes the text from then on', () => {
    expect(stepWords('review', facts('pen', 0, [person('pen', 'jpn', ['drafter'])]))).toEqual({
      means:
        'Drafters stop writing: from then on only Name of pen, the pen-holder, changes the text, and others comment.',
      mind: [],
    });
  });

  test.each([
    ['nobody', null, []],
    ['somebody who left', 'pen', [person('pen', 'jpn', ['drafter'], true)]],
    ['somebody who drafts no more', 'pen', [person('pen', 'jpn', ['reviewer'])]],
    ['somebody of a state that does not contribute', 'pen', [person('pen', 'rok', ['drafter'])]],
  ])('WF7 it says that nobody could change the text where %s has the pen', (_who, penHolder, people) => {
    expect(stepWords('review', facts(penHolder, 0, people)).mind).toEqual([
      'This section has no pen-holder who may write: until a coordinator names one, nobody can change its text.',
    ]);
  });

  test('WF7 it names the states that could take no position', () => {
    expect(stepWords('clearance', facts(null, 0, officers.slice(0, 1))).mind).toEqual([
      'Without a clearing officer, ROK cannot take a position, and the section cannot be agreed.',
    ]);
    expect(stepWords('clearance', facts(null, 0, officers)).mind).toEqual([]);
  });

  test('WF7 it counts the threads that are open', () => {
    expect(stepWords('agreed', facts(null, 2, officers)).mind).toEqual(['2 comment threads are still open.']);
    expect(stepWords('clearance', facts(null, 1, officers)).mind).toEqual([
      '1 comment thread is still open.',
    ]);
  });

  test('WF7 it says of a step back what may be written again, and what becomes of positions', () => {
    const back = (stage: 'review' | 'clearance' | 'agreed', to: 'drafting' | 'review') => {
      const { section, report } = facts('pen', 2, [person('pen', 'jpn', ['drafter'])]);
      return stepWords(to, { section: { ...section, stage }, report });
    };
    expect(back('review', 'drafting').means).toBe(
      'The drafters of the lead and contributing states write again.',
    );
    for (const stage of ['clearance', 'agreed'] as const)
      expect(back(stage, 'review')).toEqual({ means: expect.stringContaining('go stale'), mind: [] });
  });
});
