import { Button, Group, MultiSelect, NativeSelect, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SectionKind } from '../../../domain/document/outline.ts';
import { mayHoldPen } from '../../../domain/workflow/permissions.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { useNow } from '../../time/clock.ts';
import { momentWords, viewerZone } from '../../time/moments.ts';
import { fromLocalInput, toLocalInput } from './local-moment.ts';
import type { Report, Section } from './report.ts';

const fields = ['title', 'kind', 'leadDelegationId', 'penHolderId', 'contributorIds', 'dueAt', 'before'];

const kinds = [
  { value: 'body', label: 'Body: numbered paragraphs' },
  { value: 'summary', label: 'Summary: paragraphs without numbers' },
  { value: 'annex', label: 'Annex' },
] satisfies { value: SectionKind; label: string }[];

type SectionFormProps = {
  report: Report;
  /** Null to add one. */
  section: Section | null;
  onClose: () => void;
};

/** What a section is beside its text. */
export function SectionForm({ report, section, onClose }: SectionFormProps) {
  const [title, setTitle] = useState(section?.title ?? '');
  const [kind, setKind] = useState<SectionKind>(section?.kind ?? 'body');
  const [leadDelegationId, setLead] = useState(section?.leadDelegationId ?? '');
  const [penHolderId, setPenHolder] = useState(section?.penHolderId ?? null);
  const [contributorIds, setContributors] = useState(section?.contributorIds ?? []);
  const [dueAt, setDueAt] = useState(section?.dueAt ?? null);
  const [before, setBefore] = useState<string | null>(null);
  const client = useQueryClient();
  const possible = possiblePenHolders(report, leadDelegationId, contributorIds);
  // Whoever cannot hold it (any more) is not offered, and not sent either.
  const penHolder = possible.some(({ id }) => id === penHolderId) ? penHolderId : null;

  const save = useMutation({
    mutationFn: async () => {
      const json = { title, kind, leadDelegationId, penHolderId: penHolder, contributorIds, dueAt };
      if (section === null)
        await answerOf(
          api.reports[':id'].sections.$post({ param: { id: report.id }, json: { ...json, before } }),
        );
      else await answerOf(api.sections[':id'].$patch({ param: { id: section.id }, json }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.report(report.id) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  const states = report.delegations.map(({ id, code, shortName }) => ({
    value: id,
    label: `${shortName} (${code})`,
  }));
  const error = (path: string) => fieldError(save.error, path);

  return (
    <Dialog onClose={onClose} title={section === null ? 'Add a section' : 'Edit the section'} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Title"
            required
            data-autofocus
            maxLength={200}
            value={title}
            error={error('title')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <NativeSelect
            label="Kind"
            data={kinds}
            value={kind}
            error={error('kind')}
            onChange={(event) => {
              const chosen = kinds.find(({ value }) => value === event.currentTarget.value);
              if (chosen !== undefined) setKind(chosen.value);
            }}
          />
          <Select
            label="Lead state"
            required
            searchable
            data={states}
            value={leadDelegationId === '' ? null : leadDelegationId}
            error={error('leadDelegationId')}
            onChange={(value) => setLead(value ?? '')}
          />
          <Select
            label="Pen-holder"
            description="A drafter of the lead or a contributing state; keeps the text, and alone changes it in review"
            nothingFoundMessage="No drafter of these states"
            searchable
            clearable
            // Whoever empties the field wants nobody.
            selectFirstOptionOnChange={false}
            data={peopleByState(report, possible, leadDelegationId)}
            value={penHolder}
            error={error('penHolderId')}
            onChange={setPenHolder}
          />
          <MultiSelect
            label="Contributing states"
            description="Their drafters write here too, beside the lead state’s"
            searchable
            data={states.filter(({ value }) => value !== leadDelegationId)}
            value={contributorIds.filter((id) => id !== leadDelegationId)}
            error={error('contributorIds')}
            onChange={setContributors}
          />
          <DueField value={dueAt} onChange={setDueAt} error={error('dueAt')} />
          {section === null && (
            <NativeSelect
              label="Place"
              data={[
                { value: '', label: 'At the end' },
                ...report.sections.map(({ id, title: other }) => ({ value: id, label: `Before ${other}` })),
              ]}
              value={before ?? ''}
              error={error('before')}
              onChange={(event) => setBefore(event.currentTarget.value || null)}
            />
          )}
          <FormAlert error={save.error} paths={fields} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {section === null ? 'Add' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

type DueFieldProps = { value: string | null; onChange: (iso: string | null) => void; error?: string };

function DueField({ value, onChange, error }: DueFieldProps) {
  const now = useNow();
  const zone = viewerZone();
  return (
    <TextInput
      type="datetime-local"
      label="Due"
      description={
        value === null
          ? `In your zone (${zone}); empty for none`
          : momentWords(new Date(value), now, zone).clocks
      }
      value={toLocalInput(value)}
      error={error}
      onChange={(event) => onChange(fromLocalInput(event.currentTarget.value))}
    />
  );
}

/** The drafters of the states that write in the section. */
function possiblePenHolders(report: Report, leadDelegationId: string, contributorIds: string[]) {
  return report.people.filter(
    ({ id, delegationId, roles, removed }) =>
      !removed &&
      mayHoldPen({ userId: id, delegationId, roles }, { leadDelegationId, contributorIds }).allowed,
  );
}

/** `people` under their state; the lead state's people first. */
function peopleByState(report: Report, people: Report['people'], leadId: string) {
  return report.delegations
    .toSorted((a, b) => Number(b.id === leadId) - Number(a.id === leadId))
    .map(({ id, shortName }) => ({
      group: shortName,
      items: people
        .filter(({ delegationId }) => delegationId === id)
        .map((person) => ({ value: person.id, label: person.name })),
    }))
    .filter(({ items }) => items.length > 0);
}
