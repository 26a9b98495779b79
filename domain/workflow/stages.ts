/** The stages of a section, in order. `agreed` text is what a publication is made of. */
export const SECTION_STAGES = ['drafting', 'review', 'clearance', 'agreed'] as const;
export type SectionStage = (typeof SECTION_STAGES)[number];

/** The stages of a report. A section cannot change once its report is published, except through a new edition. */
export const REPORT_STAGES = ['drafting', 'silence', 'agreed', 'published'] as const;
export type ReportStage = (typeof REPORT_STAGES)[number];

export const STAGE_NAMES: Record<SectionStage | ReportStage, string> = {
  drafting: 'Drafting',
  review: 'Review',
  clearance: 'Clearance',
  agreed: 'Agreed',
  silence: 'Silence',
  published: 'Published',
};

/** A step that a section can take. `reason` says whether whoever takes it has to give one, which is recorded. */
export type StageStep = {
  from: SectionStage;
  to: SectionStage;
  by: 'pen_holder' | 'coordinator';
  reason: 'none' | 'needed';
  label: string;
};

/**
 * Every step between section stages; what is not listed cannot happen. A step of the pen-holder can be
 * taken by a coordinator too.
 */
export const STAGE_STEPS: StageStep[] = [
  { from: 'drafting', to: 'review', by: 'pen_holder', reason: 'none', label: 'Send to review' },
  { from: 'review', to: 'drafting', by: 'pen_holder', reason: 'needed', label: 'Return to drafting' },
  { from: 'review', to: 'clearance', by: 'coordinator', reason: 'none', label: 'Put up for clearance' },
  { from: 'clearance', to: 'review', by: 'coordinator', reason: 'needed', label: 'Return to review' },
  { from: 'clearance', to: 'agreed', by: 'coordinator', reason: 'none', label: 'Mark as agreed' },
  { from: 'agreed', to: 'review', by: 'coordinator', reason: 'needed', label: 'Reopen' },
];

/** The step between two stages, or undefined where there is none. */
export function stageStep(from: SectionStage, to: SectionStage): StageStep | undefined {
  return STAGE_STEPS.find((step) => step.from === from && step.to === to);
}
