import { Button, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type ReportTemplate, TEMPLATE_SECTIONS } from '../../../domain/report-template.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIsCoordinator } from '../../api/me.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Page } from '../../shell/Page.tsx';
import { type ReportFacts, ReportFields, reportFields } from './ReportFields.tsx';

/** Starts a report: symbol, title, languages, and what it begins with. */
export function NewReportPage() {
  const isCoordinator = useIsCoordinator();
  return (
    <Page title="New report" width="narrow">
      {isCoordinator ? <NewReportForm /> : <p>Only a coordinator starts a report.</p>}
    </Page>
  );
}

function NewReportForm() {
  const [facts, setFacts] = useState<ReportFacts>({ symbol: '', title: '', languages: ['en'] });
  const [template, setTemplate] = useState<ReportTemplate>('msmt');
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => answerOf(api.reports.$post({ json: { ...facts, template } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: keys.reports });
      // Who leads and who holds the pen comes next, and stands there.
      await navigate({ to: '/reports/$reportId/settings', params: { reportId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };

  return (
    <form onSubmit={submit}>
      <Stack mt="lg" gap="lg">
        <ReportFields
          facts={facts}
          onChange={(change) => setFacts({ ...facts, ...change })}
          error={create.error}
        />
        <Radio.Group
          label="Begin with"
          value={template}
          onChange={(value) => setTemplate(value === 'msmt' ? 'msmt' : 'empty')}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              value="msmt"
              label="The MSMT template"
              description={`${TEMPLATE_SECTIONS.msmt.length} sections, from summary to annexes; rename, add and remove as you need`}
            />
            <Radio value="empty" label="No section" />
          </Stack>
        </Radio.Group>
        <FormAlert error={create.error} paths={reportFields} />
        <Button type="submit" loading={create.isPending} style={{ alignSelf: 'flex-start' }}>
          Start the report
        </Button>
      </Stack>
    </form>
  );
}
