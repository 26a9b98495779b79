import { type Numbered, type NumberedSection, numberReport } from '../../domain/document/numbering.ts';
import type { SectionKind, SectionOutline } from '../../domain/document/outline.ts';

/** What an editor must know of the rest of its report to print numbers and marks: replaced as a whole when it changes. */
export type ReportAround = {
  /** Every section in the report's order, with its outline as last heard. */
  sections: NumberedSection[];
  /** The threads that this person may see, by id; others' marks are not shown at all. */
  threads: Map<string, 'open' | 'resolved'>;
};

/** Holds a `ReportAround` for an editor, and tells it of a new one. */
export class ReportAroundStore {
  #value: ReportAround;
  readonly #listeners = new Set<() => void>();

  constructor(value: ReportAround) {
    this.#value = value;
  }

  get value(): ReportAround {
    return this.#value;
  }

  set(value: ReportAround): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

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
