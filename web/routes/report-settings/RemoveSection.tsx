import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import type { Section } from './report.ts';

type RemoveSectionProps = { reportId: string; section: Section; onClose: () => void };

/** Takes a section out of the report, with the reason that everybody will read. */
export function RemoveSection({ reportId, section, onClose }: RemoveSectionProps) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answerOf(api.sections[':id'].$delete({ param: { id: section.id }, json: { reason } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.report(reportId) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog onClose={onClose} title={`Remove “${section.title}”?`}>
      <form onSubmit={submit}>
        <Stack>
          <p>
            The section goes out of the report and cannot be written in any more. Its text and history stay in
            the record. Whoever has it open is told, and the numbers after it change.
          </p>
          <Textarea
            label="Reason"
            description="Every delegation reads it in the activity"
            required
            data-autofocus
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            error={fieldError(remove.error, 'reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FormAlert error={remove.error} paths={['reason']} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={remove.isPending}>
              Remove the section
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
