import { describe, expect, test } from 'vitest';
import {
  mayCoordinate,
  mayPublish,
  maySection,
  type SectionAction,
  type SectionFacts,
} from '../../domain/workflow/permissions.ts';
import { holdsUp, POSITION_KINDS, type PositionKind, standing } from '../../domain/workflow/positions.ts';
import { type Member, ROLES, type Role } from '../../domain/workflow/roles.ts';
import { SECTION_STAGES, type SectionStage, STAGE_STEPS, stageStep } from '../../domain/workflow/stages.ts';

/**
 * Who may do what, written out: w change the text, c comment, p take a position, k keep a version, r restore
 * one; > to the next stage, < back to the one before. `pen` is the section's pen-holder; `lead`, `gives` and
 * `other` say what the person's state is to the section.
 */
const TABLE = `
  person           state  drafting  review   clearance  agreed
  drafter          lead   wckr      ck       ck         k
  drafter          gives  wckr      ck       ck         k
  drafter          other  ck        ck       ck         k
  drafter+pen      lead   wckr>     wckr<    ck         k
  drafter+pen      gives  wckr>     wckr<    ck         k
  reviewer         lead   c         c        c          -
  reviewer         gives  c         c        c          -
  reviewer         other  c         c        c          -
  drafter+pen      other  ck        ck       ck         k
  reviewer+pen     lead   c         c        c          -
  clearing_officer lead   c         c        cp         -
  clearing_officer gives  c         c        cp         -
  clearing_officer other  c         c        cp         -
  coordinator      lead   ck>       ck<>     ck<>       k<
  coordinator      gives  ck>       ck<>     ck<>       k<
  coordinator      other  ck>       ck<>     ck<>       k<
  coordinator+pen  lead   ck>       ck<>     ck<>       k<
  observer+pen     lead   -         -        -          -
  observer         lead   -         -        -          -
  observer         gives  -         -        -          -
  observer         other  -         -        -          -
`;

const STAGES_BACK: Partial<Record<SectionStage, SectionStage>> = {
  review: 'drafting',
  clearance: 'review',
  agreed: 'review',
};
const STAGES_ON: Partial<Record<SectionStage, SectionStage>> = {
  drafting: 'review',
  review: 'clearance',
  clearance: 'agreed',
};

type Line = { person: string; state: string; may: Record<SectionStage, string> };

const lines: Line[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [person = '', state = '', drafting = '', review = '', clearance = '', agreed = ''] = line
      .trim()
      .split(/\s+/);
    return { person, state, may: { drafting, review, clearance, agreed } };
  });

function memberOf({ person, state }: Line): { member: Member; facts: Omit<SectionFacts, 'stage'> } {
  const [role, pen] = person.split('+');
  return {
    member: { userId: 'me', delegationId: state, roles: [roleOf(role)] },
    facts: { leadDelegationId: 'lead', penHolderId: pen ? 'me' : 'another', contributorIds: ['gives'] },
  };
}

function roleOf(text = ''): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new Error(`The table names an unknown role: ${text}`);
  return role;
}

function actionOf(letter: string, stage: SectionStage): SectionAction | undefined {
  const to = letter === '>' ? STAGES_ON[stage] : letter === '<' ? STAGES_BACK[stage] : undefined;
  if (letter === '<' || letter === '>') return to && { kind: 'move', to };
  const kinds: Record<string, SectionAction> = {
    w: { kind: 'write' },
    c: { kind: 'comment' },
    p: { kind: 'take_position' },
    k: { kind: 'keep_version' },
    r: { kind: 'restore_version' },
  };
  return kinds[letter];
}

describe('who may do what', () => {
  test.each(lines)('WF1 a $person of a state that is "$state" does what the table says', (line) => {
    const { member, facts } = memberOf(line);
    for (const stage of SECTION_STAGES) {
      const section = { ...facts, stage };
      const allowed = [...'wcpkr<>'].filter((letter) => {
        const action = actionOf(letter, stage);
        return action && maySection(member, action, section).allowed;
      });
      expect(allowed.sort().join('') || '-', stage).toBe([...line.may[stage]].sort().join(''));
      expect(maySection(member, { kind: 'read' }, section).allowed).toBe(true);
    }
  });

  test('WF1 the table leaves no role and no relation to a section out', () => {
    const combinations = ROLES.flatMap((role) =>
      ['lead', 'gives', 'other'].map((state) => `${role} ${state}`),
    );
    expect(lines.map(({ person, state }) => `${person} ${state}`)).toEqual(
      expect.arrayContaining(combinations),
    );
  });

  test('WF1 somebody with several roles may do what any of them may', () => {
    const both: Member = {
      userId: 'me',
      delegationId: 'gives',
      roles: ['observer', 'drafter', 'clearing_officer'],
    };
    const facts = { leadDelegationId: 'lead', penHolderId: null, contributorIds: ['gives'] };
    expect(maySection(both, { kind: 'write' }, { ...facts, stage: 'drafting' }).allowed).toBe(true);
    expect(maySection(both, { kind: 'take_position' }, { ...facts, stage: 'clearance' }).allowed).toBe(true);
  });

  test('WF1 a refusal says why in words', () => {
    const stranger: Member = { userId: 'me', delegationId: 'other', roles: ['drafter'] };
    const section: SectionFacts = {
      stage: 'drafting',
      leadDelegationId: 'lead',
      penHolderId: null,
      contributorIds: [],
    };
    expect(maySection(stranger, { kind: 'write' }, section)).toEqual({
      allowed: false,
      why: 'Your state does not contribute to this section. You can read, and comment.',
    });
  });
});

describe('stages', () => {
  test('WF2 there are six steps, and those that go back need a reason', () => {
    const steps = SECTION_STAGES.flatMap((from) => SECTION_STAGES.map((to) => stageStep(from, to))).filter(
      (step) => step !== undefined,
    );
    expect(steps).toHaveLength(STAGE_STEPS.length);
    const order = (stage: SectionStage) => SECTION_STAGES.indexOf(stage);
    for (const { from, to, reason } of steps) expect(reason === 'needed').toBe(order(to) < order(from));
  });

  test.each([
    ['drafting', 'clearance'],
    ['drafting', 'agreed'],
    ['review', 'agreed'],
    ['clearance', 'drafting'],
    ['agreed', 'clearance'],
    ['agreed', 'drafting'],
    ['review', 'review'],
  ] as const)('WF2 nobody, not even a coordinator, takes a section from %s to %s', (from, to) => {
    const coordinator: Member = { userId: 'me', delegationId: 'lead', roles: ['coordinator'] };
    const section: SectionFacts = {
      stage: from,
      leadDelegationId: 'lead',
      penHolderId: 'me',
      contributorIds: [],
    };
    expect(maySection(coordinator, { kind: 'move', to }, section).allowed).toBe(false);
  });

  test('WF2 a report is published by a coordinator once every section is agreed and no silence runs', () => {
    const coordinator: Member = { userId: 'me', delegationId: 'lead', roles: ['coordinator'] };
    expect(mayPublish(coordinator, 'drafting', ['agreed', 'agreed'])).toEqual({ allowed: true });
    expect(mayPublish(coordinator, 'silence', ['agreed']).allowed).toBe(false);
    expect(mayPublish(coordinator, 'drafting', []).allowed).toBe(false);
    expect(mayPublish(coordinator, 'drafting', ['agreed', 'review'])).toEqual({
      allowed: false,
      why: '1 section is not agreed yet.',
    });
    for (const role of ROLES) {
      const member: Member = { ...coordinator, roles: [role] };
      expect(mayPublish(member, 'agreed', ['agreed']).allowed).toBe(role === 'coordinator');
      expect(mayCoordinate(member).allowed).toBe(role === 'coordinator');
    }
  });
});

describe('positions', () => {
  const on = (kind: PositionKind, digest: string) => ({ delegationId: 'jpn', kind, digest });

  test('CLEAR1 a position stands for the text it was taken on, and for no other', () => {
    expect(standing(undefined, 'now')).toBe('none');
    for (const kind of POSITION_KINDS) {
      expect(standing(on(kind, 'now'), 'now')).toBe('current');
      expect(standing(on(kind, 'before'), 'now')).toBe(kind === 'not_participating' ? 'current' : 'stale');
    }
  });

  test('CLEAR1 only a current clearance, an abstention or not participating lets a section be agreed', () => {
    const reasons = Object.fromEntries(POSITION_KINDS.map((kind) => [kind, holdsUp(on(kind, 'now'), 'now')]));
    expect(reasons).toEqual({
      cleared: null,
      cleared_with_comment: null,
      abstains: null,
      not_participating: null,
      ad_referendum: 'has still to confirm (ad referendum)',
      reserve: 'has a reserve',
      objection: 'objects',
    });
    expect(holdsUp(undefined, 'now')).toBe('has taken no position');
    expect(holdsUp(on('cleared', 'before'), 'now')).toBe('has to renew its position, since the text changed');
  });
});

test('WF1 in review a section without a pen-holder says what it lacks', () => {
  const member: Member = { userId: 'me', delegationId: 'lead', roles: ['drafter'] };
  const section = { stage: 'review', leadDelegationId: 'lead', contributorIds: [] } as const;
  const why = (penHolderId: string | null) =>
    maySection(member, { kind: 'write' }, { ...section, contributorIds: [], penHolderId });
  expect(why(null)).toEqual({
    allowed: false,
    why: 'In review only the pen-holder changes the text, and this section has none: a coordinator names one under Sections.',
  });
  expect(why('another')).toEqual({
    allowed: false,
    why: 'In review only the pen-holder changes the text. You can comment.',
  });
});
