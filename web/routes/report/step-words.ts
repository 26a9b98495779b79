import { mayHoldPen } from '../../../domain/workflow/permissions.ts';
import type { SectionStage } from '../../../domain/workflow/stages.ts';
import { unboundStates } from '../clearance/table-facts.ts';
import type { Report, Section } from './report-data.ts';

type StepFacts = {
  section: Pick<Section, 'stage' | 'leadDelegationId' | 'contributorIds' | 'penHolderId' | 'openThreads'>;
  report: Pick<Report, 'people' | 'delegations'>;
};

/** What the step to `to` means for everybody, and what whoever takes it should know before: in sentences. */
export function stepWords(to: SectionStage, facts: StepFacts): { means: string; mind: string[] } {
  const { openThreads, stage } = facts.section;
  const threads =
    openThreads === 0
      ? []
      : [`${openThreads} ${openThreads === 1 ? 'comment thread is' : 'comment threads are'} still open.`];
  switch (to) {
    case 'review':
      if (stage === 'drafting') return { means: reviewWords(facts), mind: [...noPen(facts), ...threads] };
      return { means: BACK_TO_REVIEW, mind: noPen(facts) };
    case 'clearance':
      return {
        means:
          'The text is frozen, and each participating state is asked for its position on exactly this text.',
        mind: [...unbound(facts), ...threads],
      };
    case 'agreed':
      return { means: 'The text can be published, and its comments can only be read.', mind: threads };
    case 'drafting':
      return { means: 'The drafters of the lead and contributing states write again.', mind: [] };
  }
}

const BACK_TO_REVIEW =
  'The pen-holder can change the text again. Where it changes, the positions that states have taken go stale; what was published stays as it is.';

function penHolder({ section, report }: StepFacts) {
  const holder = report.people.find(({ id, removed }) => id === section.penHolderId && !removed);
  if (!holder) return undefined;
  const { id: userId, delegationId, roles } = holder;
  return mayHoldPen({ userId, delegationId, roles }, section).allowed ? holder : undefined;
}

function reviewWords(facts: StepFacts): string {
  const holder = penHolder(facts);
  return `Drafters stop writing: from then on ${holder ? `only ${holder.name}, the pen-holder,` : 'only the pen-holder'} changes the text, and others comment.`;
}

const noPen = (facts: StepFacts): string[] =>
  penHolder(facts)
    ? []
    : [
        'This section has no pen-holder who may write: until a coordinator names one, nobody can change its text.',
      ];

function unbound({ section, report }: StepFacts): string[] {
  const without = unboundStates({ ...report, sections: [section] });
  const codes = report.delegations.filter(({ id }) => without.has(id)).map(({ code }) => code);
  if (codes.length === 0) return [];
  const names = new Intl.ListFormat('en').format(codes);
  return [`Without a clearing officer, ${names} cannot take a position, and the section cannot be agreed.`];
}
