import type { Member, Role } from './roles.ts';
import { type ReportStage, type SectionStage, stageStep } from './stages.ts';

/** What the rules need to know of a section. */
export type SectionFacts = {
  stage: SectionStage;
  leadDelegationId: string;
  penHolderId: string | null;
  contributorIds: string[];
};

/** What somebody may want to do to a section. */
export type SectionAction =
  | { kind: 'read' }
  | { kind: 'write' } // change its text
  | { kind: 'comment' } // open a thread, reply, resolve
  | { kind: 'take_position' }
  | { kind: 'move'; to: SectionStage }
  | { kind: 'keep_version' } // name the text as it stands
  | { kind: 'restore_version' };

/** Allowed, or the sentence that the person is shown. */
export type Verdict = { allowed: true } | { allowed: false; why: string };

const YES: Verdict = { allowed: true };
const no = (why: string): Verdict => ({ allowed: false, why });
const has = (member: Member, ...roles: Role[]) => roles.some((role) => member.roles.includes(role));

/**
 * The rule table of design §7: what `member` may do to a section in its stage. The API, the collaboration
 * server and the buttons all ask it.
 */
export function maySection(member: Member, action: SectionAction, section: SectionFacts): Verdict {
  switch (action.kind) {
    case 'read':
      return YES;
    case 'write':
      return mayWrite(member, section);
    case 'comment':
      if (section.stage === 'agreed') return no('The text is agreed: its comments can only be read.');
      if (!has(member, 'drafter', 'reviewer', 'clearing_officer', 'coordinator'))
        return no('Observers only read.');
      return YES;
    case 'take_position':
      if (!has(member, 'clearing_officer'))
        return no("Only a clearing officer can take the state's position.");
      if (section.stage !== 'clearance') return no('Positions are taken while the section is in clearance.');
      return YES;
    case 'move':
      return mayMove(member, section, action.to);
    case 'keep_version':
      return has(member, 'coordinator', 'drafter') ? YES : no('Drafters and coordinators keep versions.');
    case 'restore_version':
      return mayWrite(member, section);
  }
}

/** Which states write in a section. */
type Writers = Pick<SectionFacts, 'leadDelegationId' | 'contributorIds'>;

function contributes(member: Member, section: Writers): boolean {
  return (
    section.leadDelegationId === member.delegationId || section.contributorIds.includes(member.delegationId)
  );
}

/** Whether `member` can be made the pen-holder of a section that these states write. */
export function mayHoldPen(member: Member, section: Writers): Verdict {
  if (!has(member, 'drafter')) return no('The pen-holder has to be a drafter.');
  if (!contributes(member, section))
    return no('The pen-holder has to belong to the lead state or to a contributing one.');
  return YES;
}

/** The pen is worth nothing to somebody who has lost the role or moved to a state that does not contribute. */
function isPenHolder(member: Member, section: SectionFacts): boolean {
  return section.penHolderId === member.userId && mayHoldPen(member, section).allowed;
}

function mayWrite(member: Member, section: SectionFacts): Verdict {
  switch (section.stage) {
    case 'drafting':
      if (!has(member, 'drafter')) return no('Drafters write. You can read, and comment.');
      return contributes(member, section)
        ? YES
        : no('Your state does not contribute to this section. You can read, and comment.');
    case 'review':
      if (section.penHolderId === null)
        return no(
          'In review only the pen-holder changes the text, and this section has none: a coordinator names one under Sections.',
        );
      return isPenHolder(member, section)
        ? YES
        : no('In review only the pen-holder changes the text. You can comment.');
    case 'clearance':
      return no('The text is frozen for clearance. Comments and positions are open.');
    case 'agreed':
      return no('The text is agreed. A coordinator can reopen it with a reason.');
  }
}

function mayMove(member: Member, section: SectionFacts, to: SectionStage): Verdict {
  const step = stageStep(section.stage, to);
  if (!step) return no(`A section in ${section.stage} cannot go to ${to}.`);
  if (has(member, 'coordinator')) return YES;
  if (step.by === 'pen_holder' && isPenHolder(member, section)) return YES;
  return no(
    step.by === 'pen_holder'
      ? 'The pen-holder or a coordinator takes this step.'
      : 'A coordinator takes this step.',
  );
}

/** What somebody may want to do to a report or to the workspace: all of it is the coordinators'. */
export function mayCoordinate(member: Member): Verdict {
  return has(member, 'coordinator') ? YES : no('Only a coordinator can do this.');
}

/** Whether a report in `stage` with sections in `sectionStages` can be published. */
export function mayPublish(member: Member, stage: ReportStage, sectionStages: SectionStage[]): Verdict {
  const coordinator = mayCoordinate(member);
  if (!coordinator.allowed) return coordinator;
  if (stage === 'silence') return no('A silence procedure is running. Wait for its end.');
  if (sectionStages.length === 0) return no('The report has no section yet.');
  const open = sectionStages.filter((s) => s !== 'agreed').length;
  return open === 0 ? YES : no(`${open} ${open === 1 ? 'section is' : 'sections are'} not agreed yet.`);
}
