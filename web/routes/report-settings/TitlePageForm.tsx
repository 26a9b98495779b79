import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import {
  isReportLanguage,
  type ReportFacts,
  ReportFields,
  reportFields,
} from '../report-new/ReportFields.tsx';
import styles from './ReportSettingsPage.module.css';
import type { Report } from './report.ts';

/** Symbol, title and languages of a report that exists; for others than coordinators, as text. */
export function TitlePageForm({ report }: { report: Report }) {
  const languages = report.languages.filter(isReportLanguage);
  const kept: ReportFacts = { symbol: report.symbol, title: report.title, languages };
  const [draft, setDraft] = useState<ReportFacts | null>(null);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (facts: ReportFacts) =>
      answerOf(api.reports[':id'].$patch({ param: { id: report.id }, json: facts })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['report', report.id] });
      setDraft(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft !== null) save.mutate(draft);
  };

  if (!report.mayCoordinate) return null;
  return (
    <section className={styles.titlePage} aria-labelledby="title-page">
      <h2 id="title-page">Title page</h2>
      <form onSubmit={submit}>
        <Stack mt="md">
          <ReportFields
            facts={draft ?? kept}
            onChange={(change) => setDraft({ ...(draft ?? kept), ...change })}
            error={save.error}
          />
          <FormAlert error={save.error} paths={reportFields} />
          <Group>
            <Button type="submit" disabled={draft === null} loading={save.isPending}>
              Save
            </Button>
            {draft !== null && (
              <Button
                variant="default"
                onClick={() => {
                  setDraft(null);
                  save.reset();
                }}
              >
                Discard changes
              </Button>
            )}
            <span role="status">{save.isSuccess && draft === null ? 'Saved' : ''}</span>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
