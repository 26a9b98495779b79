import type { SectionKind } from './document/outline.ts';

export const REPORT_TEMPLATES = ['msmt', 'empty'] as const;
export type ReportTemplate = (typeof REPORT_TEMPLATES)[number];

/** Languages in which a report can appear, by ISO 639-1: the six of the United Nations, and those of the participating states. */
export const REPORT_LANGUAGES = {
  ar: 'Arabic',
  zh: 'Chinese',
  nl: 'Dutch',
  en: 'English',
  fr: 'French',
  de: 'German',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  ru: 'Russian',
  es: 'Spanish',
} as const;
export type ReportLanguage = keyof typeof REPORT_LANGUAGES;

/** The sections that a new report begins with, in order. The titles are suggestions: coordinators rename, add and remove. */
export const TEMPLATE_SECTIONS: Record<ReportTemplate, { title: string; kind: SectionKind }[]> = {
  empty: [],
  msmt: [
    { kind: 'summary', title: 'Summary' },
    { kind: 'body', title: 'Introduction and mandate' },
    { kind: 'body', title: 'Methodology and standard of evidence' },
    { kind: 'body', title: 'Nuclear and ballistic missile programmes' },
    { kind: 'body', title: 'Arms transfers and military cooperation' },
    { kind: 'body', title: 'Maritime transport and refined petroleum' },
    { kind: 'body', title: 'Trade in restricted goods' },
    { kind: 'body', title: 'Cyber activity and information technology workers' },
    { kind: 'body', title: 'Finance and workers abroad' },
    { kind: 'body', title: 'Conclusions and recommendations' },
    { kind: 'annex', title: 'Sources and documents consulted' },
    { kind: 'annex', title: 'Vessels, companies and persons named' },
    { kind: 'annex', title: 'Replies received from those named' },
  ],
};
