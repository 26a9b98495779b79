import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { tellDone } from '../../shell/notices.ts';
import type { Report, Section } from '../report/report-data.ts';

type KeepVersionProps = { report: Report; section: Section; onClose: () => void };

/** Keeps the text as it stands, under a name that everybody will find it by. */
export function KeepVersion({ report, section, onClose }: KeepVersionProps) {
  const [name, setName] = useState('');
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: () =>
      answerOf(api.sections[':id'].versions.$post({ param: { id: section.id }, json: { name } })),
    onSuccess: async () => {
      await Promise.all(
        [keys.versions(section.id), keys.activity(report.id)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      tellDone(`The text is kept as “${name.trim()}”.`);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <Dialog onClose={onClose} title="Keep the text as it is now">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            description="As in “Sent to capitals, 12 May”. Every delegation reads it."
            required
            data-autofocus
            maxLength={120}
            value={name}
            error={fieldError(keep.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FormAlert error={keep.error} paths={['name']} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={keep.isPending}>
              Keep
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
