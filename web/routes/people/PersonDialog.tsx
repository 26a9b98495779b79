import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { type Membership, MembershipFields } from './MembershipFields.tsx';
import type { Delegation, Person } from './people.ts';

type PersonDialogProps = { person: Person; delegations: Delegation[]; onClose: () => void };

/** Changes somebody's roles or delegation; it holds from that moment, also for what they have open. */
export function PersonDialog({ person, delegations, onClose }: PersonDialogProps) {
  const [membership, setMembership] = useState<Membership>({
    delegationId: person.delegation.id,
    roles: person.roles,
  });
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => answerOf(api.people[':id'].$patch({ param: { id: person.id }, json: membership })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.people });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={onClose} title={person.name}>
      <form onSubmit={submit}>
        <Stack>
          <MembershipFields
            membership={membership}
            onChange={(change) => setMembership({ ...membership, ...change })}
            delegations={delegations}
            error={save.error}
          />
          <FormAlert error={save.error} paths={['delegationId', 'roles']} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
