import { type Numbered, numberReport } from '../document/numbering.ts';
import { type NodeJson, outlineOf, type SectionKind } from '../document/outline.ts';
import { allowedContent } from './allowed.ts';

/** What stands on the title page. */
export type ReportFacts = {
  symbol: string;
  title: string;
  /** BCP 47 tag of the edition's language. */
  language: string;
  /** Short names of the participating states, in any order. */
  states: string[];
  /** From 1. */
  edition: number;
  /** UTC, ISO 8601. */
  publishedAt: string;
  /** True for the sample, which says so on every page and in print. */
  sample: boolean;
};

/** A section as it is stored: `document` may hold anything, published is only what is allowed. */
export type SectionSource = { id: string; kind: SectionKind; title: string; document: NodeJson };

/** A section ready to print. `number`: “II”, “Annex I”, or null for a summary. */
export type ComposedSection = SectionSource & { number: string | null };

/** A whole report ready to print: every edition (PDF, HTML, JSON) is made of this and of nothing else. */
export type ComposedReport = ReportFacts & { sections: ComposedSection[]; numbers: Map<string, Numbered> };

/**
 * Puts a report together from its sections, in their order. Numbers are derived once, from the stored text as
 * the screens have it, so that they are the screens' numbers; the text is reduced to what may be published.
 */
export function compose(report: ReportFacts, sections: SectionSource[]): ComposedReport {
  const numbers = numberReport(
    sections.map(({ id, kind, document }) => ({ id, kind, outline: outlineOf(document) })),
  );
  return {
    symbol: report.symbol,
    title: report.title,
    language: report.language,
    states: alphabetical(report.states, report.language),
    edition: report.edition,
    publishedAt: report.publishedAt,
    sample: report.sample,
    sections: sections.map(({ id, kind, title, document }) => ({
      id,
      kind,
      title,
      number: numbers.get(id)?.number ?? null,
      document: allowedContent(document),
    })),
    numbers,
  };
}

/** States in the alphabetical order of the edition's language. */
export function alphabetical(states: string[], language: string): string[] {
  return [...states].sort(new Intl.Collator(language, { usage: 'sort' }).compare);
}

/** The heading of a section as it is printed: “II. Ship-to-ship transfers”, “Annex I. Vessels”, “Summary”. */
export function sectionHeading(section: Pick<ComposedSection, 'number' | 'title'>): string {
  return section.number === null ? section.title : `${section.number}. ${section.title}`;
}

/** The ids of the uploaded pictures that the report shows, each once, in the order of the text. */
export function picturesOf(report: ComposedReport): string[] {
  const ids = report.sections.flatMap(({ document }) =>
    (document.content ?? []).flatMap((block) =>
      block.type === 'figure' && typeof block.attrs?.file === 'string' ? [block.attrs.file] : [],
    ),
  );
  return [...new Set(ids)];
}

/** 2026-11-24T… → “24 November 2026”, in UTC. */
export function printedDate(publishedAt: string, language: string): string {
  const format = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, format).format(
    new Date(publishedAt),
  );
}
