import { describe, expect, test } from 'vitest';
import { atStart, inSentence } from '../../domain/state-names.ts';
import { type ReportToDo, type SectionToDo, whatWaits } from '../../domain/waiting.ts';
import { mayAgree } from '../../domain/workflow/agreement.ts';
import type { Position, PositionKind } from '../../domain/workflow/positions.ts';
import type { Member, Role } from '../../domain/workflow/roles.ts';

const NOW = new Date('2031-03-10T12:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 24 * 3_600_000);
const NETHERLANDS = { id: 'nld', shortName: 'Netherlands' };
const JAPAN = { id: 'jpn', shortName: 'Japan' };
const STATES = [JAPAN, NETHERLANDS];

const on = (delegationId: string, kind: PositionKind, digest = 'now'): Position => ({
  delegationId,
  kind,
  digest,
});
const section = (about: Partial<SectionToDo>): SectionToDo => ({
  stage: 'drafting',
  leadDelegationId: 'nld',
  penHolderId: null,
  contributorIds: [],
  digest: 'now',
  dueAt: null,
  positions: [],
  ...about,
});

describe('what waits', () => {
  const waits = (roles: Role[], sections: SectionToDo[], rest: Partial<ReportToDo> = {}) => {
    const member: Member = { userId: 'me', delegationId: 'nld', roles };
    const report: ReportToDo = { stage: 'drafting', threadsWithReplies: 0, sections, ...rest };
    return whatWaits(member, NETHERLANDS, STATES, report, NOW).map(({ text }) => text);
  };
  const inClearance = (...positions: Position[]) => section({ stage: 'clearance', positions });
  const due = (days: number) => section({ dueAt: inDays(days) });

  test.each<[string, Role[], SectionToDo[], string[]]>([
    [
      'no position yet, or a stale one',
      ['clearing_officer'],
      [inClearance(), inClearance(on('nld', 'cleared', 'before')), inClearance(on('nld', 'cleared'))],
      ["2 sections wait for the Netherlands' clearance"],
    ],
    [
      'an objection of one’s own stands, so nothing waits',
      ['clearing_officer'],
      [inClearance(on('nld', 'objection'))],
      [],
    ],
    ['clearance is no matter of a reviewer', ['reviewer'], [inClearance()], []],
    [
      'in review of one’s own pen',
      ['reviewer'],
      [section({ stage: 'review', penHolderId: 'me' }), section({ stage: 'review' })],
      ['1 section is yours to revise'],
    ],
    [
      'due within a week, but not later',
      ['drafter'],
      [due(6), due(8)],
      ['1 section to draft is due within 7 days'],
    ],
    ['overdue among what is due', ['drafter'], [due(-1), due(3)], ['2 sections to draft are due, 1 overdue']],
    ['all overdue', ['drafter'], [due(-1), due(-9)], ['2 sections to draft are overdue']],
    ['due, but of other states', ['drafter'], [section({ leadDelegationId: 'jpn', dueAt: inDays(1) })], []],
    ['due, but past drafting', ['drafter'], [section({ stage: 'agreed', dueAt: inDays(-1) })], []],
    [
      'cleared by everybody',
      ['coordinator'],
      [inClearance(on('nld', 'cleared'), on('jpn', 'abstains')), inClearance(on('nld', 'cleared'))],
      ['1 section can be marked as agreed'],
    ],
    [
      'everything agreed',
      ['coordinator'],
      [section({ stage: 'agreed' })],
      ['All sections are agreed: ready to publish'],
    ],
    ['no section yet', ['coordinator'], [], []],
  ])('REP3 %s', (_what, roles, sections, expected) => {
    expect(waits(roles, sections)).toEqual(expected);
  });

  test('REP3 nothing is to publish once it is published, or while a silence runs', () => {
    for (const stage of ['published', 'silence'] as const)
      expect(waits(['coordinator'], [section({ stage: 'agreed' })], { stage })).toEqual([]);
  });

  test('REP3 one reads in the singular', () => {
    expect(waits(['clearing_officer'], [inClearance()])).toEqual([
      "1 section waits for the Netherlands' clearance",
    ]);
    expect(waits(['reviewer'], [], { threadsWithReplies: 1 })).toEqual(['1 thread with new replies']);
    expect(waits(['reviewer'], [], { threadsWithReplies: 2 })).toEqual(['2 threads with new replies']);
  });
});

describe('agreement', () => {
  test('WF3 every state that holds it up is named with its reason, objections first', () => {
    expect(mayAgree(STATES, [on('jpn', 'objection'), on('nld', 'cleared', 'before')], 'now')).toEqual({
      allowed: false,
      why: 'Japan objects; the Netherlands has to renew its position, since the text changed.',
    });
    expect(mayAgree(STATES, [on('jpn', 'cleared')], 'now')).toEqual({
      allowed: false,
      why: 'The Netherlands has taken no position.',
    });
    expect(
      mayAgree(STATES, [on('jpn', 'cleared'), on('nld', 'not_participating', 'before')], 'now').allowed,
    ).toBe(true);
  });

  test('WF3 more than three states with one reason are counted, but who objects is named', () => {
    const states = ['Australia', 'Canada', 'France', 'Germany', 'Italy', 'Japan', 'Netherlands'].map(
      (shortName) => ({ id: shortName, shortName }),
    );
    const why = (positions: Position[]) => mayAgree(states, positions, 'now');
    expect(why([on('Netherlands', 'objection'), on('Italy', 'reserve')])).toEqual({
      allowed: false,
      why: 'The Netherlands objects; Italy has a reserve; 5 states have taken no position.',
    });
    expect(why(states.map(({ id }) => on(id, 'objection')))).toMatchObject({
      why: expect.stringMatching(/^Australia objects; Canada objects; .*; the Netherlands objects\.$/),
    });
  });

  test.each([
    ['Japan', 'Japan', 'Japan'],
    ['Netherlands', 'the Netherlands', 'The Netherlands'],
    ['United Kingdom', 'the United Kingdom', 'The United Kingdom'],
    ['Republic of Korea', 'the Republic of Korea', 'The Republic of Korea'],
    ['Dominican Republic', 'the Dominican Republic', 'The Dominican Republic'],
    ['New Zealand', 'New Zealand', 'New Zealand'],
  ])('REP3 %s reads well in a sentence', (name, inside, first) => {
    expect([inSentence(name), atStart(name)]).toEqual([inside, first]);
  });
});
