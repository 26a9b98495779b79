import { inSentence } from './state-names.ts';
import { mayAgree, type State } from './workflow/agreement.ts';
import { mayPublish, maySection, type SectionFacts } from './workflow/permissions.ts';
import { type Position, standing } from './workflow/positions.ts';
import type { Member } from './workflow/roles.ts';
import type { ReportStage } from './workflow/stages.ts';

/** One line of “what waits for me” on the list of reports: `text` is ready to print. */
export type Waiting = {
  kind: 'clearance' | 'pen_holder' | 'drafting' | 'replies' | 'agree' | 'publish';
  count: number;
  text: string;
};

/** A section as far as somebody may have to act on it; `positions` holds each state's newest, `dueAt` is null for none. */
export type SectionToDo = SectionFacts & { digest: string; dueAt: Date | null; positions: Position[] };

/** A report as far as somebody may have to act on it. `threadsWithReplies`: open threads they took part in and others answered last. */
export type ReportToDo = { stage: ReportStage; sections: SectionToDo[]; threadsWithReplies: number };

/** From this long before a section is due it counts as waiting for its drafters. */
const SOON_MS = 7 * 24 * 3_600_000;

/** What in `report` waits for `member`, a person of `state`, at the moment `now`; `states` are all that take positions. */
export function whatWaits(
  member: Member,
  state: State,
  states: State[],
  report: ReportToDo,
  now: Date,
): Waiting[] {
  const { sections, stage } = report;
  const may = (action: 'write' | 'take_position') => (section: SectionToDo) =>
    maySection(member, { kind: action }, section).allowed;
  const mine = (section: SectionToDo) =>
    section.positions.find(({ delegationId }) => delegationId === member.delegationId);

  const toClear = sections
    .filter(may('take_position'))
    .filter((section) => standing(mine(section), section.digest) !== 'current').length;
  const toRevise = sections.filter((s) => s.stage === 'review' && s.penHolderId === member.userId).length;
  const due = sections
    .filter(may('write'))
    .filter((s) => s.stage === 'drafting' && s.dueAt && s.dueAt.getTime() - now.getTime() < SOON_MS);
  const overdue = due.filter((s) => s.dueAt && s.dueAt < now).length;
  const toAgree = sections
    .filter((s) => s.stage === 'clearance' && maySection(member, { kind: 'move', to: 'agreed' }, s).allowed)
    .filter((s) => mayAgree(states, s.positions, s.digest).allowed).length;
  const stages = sections.map((section) => section.stage);
  const toPublish = stage !== 'published' && mayPublish(member, stage, stages).allowed ? 1 : 0;
  const replies = report.threadsWithReplies;

  const all: Waiting[] = [
    {
      kind: 'clearance',
      count: toClear,
      text: `${counted(toClear, 'section waits', 'sections wait')} for ${possessive(inSentence(state.shortName))} clearance`,
    },
    {
      kind: 'pen_holder',
      count: toRevise,
      text: `${counted(toRevise, 'section is', 'sections are')} yours to revise`,
    },
    { kind: 'drafting', count: due.length, text: dueText(due.length, overdue) },
    {
      kind: 'replies',
      count: replies,
      text: `${counted(replies, 'thread', 'threads')} with new replies`,
    },
    {
      kind: 'agree',
      count: toAgree,
      text: `${counted(toAgree, 'section', 'sections')} can be marked as agreed`,
    },
    { kind: 'publish', count: toPublish, text: 'All sections are agreed: ready to publish' },
  ];
  return all.filter(({ count }) => count > 0);
}

function dueText(due: number, overdue: number): string {
  const sections = `${counted(due, 'section', 'sections')} to draft`;
  const verb = due === 1 ? 'is' : 'are';
  if (overdue === due) return `${sections} ${verb} overdue`;
  return overdue === 0
    ? `${sections} ${verb} due within 7 days`
    : `${sections} ${verb} due, ${overdue} overdue`;
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}
