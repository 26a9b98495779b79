import { MultiSelect, TextInput } from '@mantine/core';
import { REPORT_LANGUAGES, type ReportLanguage } from '../../../domain/report-template.ts';
import { fieldError } from '../../api/refusal.ts';

/** What stands on a report's title page. */
export type ReportFacts = { symbol: string; title: string; languages: ReportLanguage[] };

/** The fields asked for here, as the server names them. */
export const reportFields = ['symbol', 'title', 'languages'];

const languages = Object.entries(REPORT_LANGUAGES).map(([value, label]) => ({ value, label }));

/** Whether the server may say this of a report: `en`, say. */
export function isReportLanguage(value: string): value is ReportLanguage {
  return Object.hasOwn(REPORT_LANGUAGES, value);
}

type ReportFieldsProps = {
  facts: ReportFacts;
  onChange: (change: Partial<ReportFacts>) => void;
  error: unknown;
};

/** Symbol, title and languages of a report. */
export function ReportFields({ facts, onChange, error }: ReportFieldsProps) {
  return (
    <>
      <TextInput
        label="Symbol"
        description="As it will be cited, as in MSMT/2026/1"
        required
        maxLength={40}
        value={facts.symbol}
        error={fieldError(error, 'symbol')}
        onChange={(event) => onChange({ symbol: event.currentTarget.value })}
      />
      <TextInput
        label="Title"
        required
        maxLength={200}
        value={facts.title}
        error={fieldError(error, 'title')}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <MultiSelect
        label="Languages"
        description="In which it will appear; the first text is written in English"
        data={languages}
        value={facts.languages}
        error={fieldError(error, 'languages')}
        onChange={(values) => onChange({ languages: values.filter(isReportLanguage) })}
      />
    </>
  );
}
