import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { DelegationFields } from '../../delegations/DelegationFields.tsx';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import type { Delegation } from './people.ts';

type DelegationDialogProps = {
  /** Null to add one. */
  delegation: Delegation | null;
  onClose: () => void;
};

/** Adds a state, or corrects its tag and names. */
export function DelegationDialog({ delegation, onClose }: DelegationDialogProps) {
  const [names, setNames] = useState({
    code: delegation?.code ?? '',
    shortName: delegation?.shortName ?? '',
    formalName: delegation?.formalName ?? '',
  });
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async () => {
      const json = { ...names, formalName: names.formalName || names.shortName };
      if (delegation === null) await answerOf(api.delegations.$post({ json }));
      else await answerOf(api.delegations[':id'].$patch({ param: { id: delegation.id }, json }));
    },
    onSuccess: async () => {
      // Tags and names show everywhere.
      await client.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={onClose} title={delegation === null ? 'Add a state' : delegation.shortName}>
      <form onSubmit={submit}>
        <Stack>
          <DelegationFields
            names={names}
            onChange={(change) => setNames({ ...names, ...change })}
            error={save.error}
          />
          <FormAlert error={save.error} paths={['code', 'shortName', 'formalName']} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {delegation === null ? 'Add' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
