import { type Numbered, type NumberedSection, numberReport } from '../../domain/document/numbering.ts';
import type { SectionKind, SectionOutline } from '../../domain/document/outline.ts';

/** What an editor must know of the rest of its report to print numbers and marks: replaced as a whole when it changes. */
export type ReportAround = {
  /** Every section in the report's order, with its outline as last heard. */
  sections: NumberedSection[];
  /** The threads that this person may see, by id; others' marks are not shown at all. */
  threads: Map<string, 'open' | 'resolved'>;
};

/** The report's numbers with one section's outline replaced by what its editor holds now. */
export function numbersWith(
  around: ReportAround,
  own: { sectionId: string; kind: SectionKind; outline: SectionOutline },
): Map<string, Numbered> {
  return numberReport(
    around.sections.map((section) =>
      section.id === own.sectionId ? { ...section, kind: own.kind, outline: own.outline } : section,
    ),
  );
}
