import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { tellDone } from '../../shell/notices.ts';
import type { Person } from './people.ts';

/** Lets somebody in again who lost the phone with their second factor, after saying what that weakens. */
export function LostFactorDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient();
  const turnOff = useMutation({
    mutationFn: () => answerOf(api.people[':id']['second-factor'].$delete({ param: { id: person.id } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.people });
      tellDone(`The second factor of ${person.name} is off. They sign in with their password alone.`);
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={`Turn off the second factor of ${person.name}?`}>
      <Stack>
        <p>
          For somebody who lost it, and the backup codes too. Make sure first, in person or by a call, that it
          is {person.name} who asks: from now on the password alone opens their account.
        </p>
        <p>
          They are signed out everywhere, and can set up a new one. Everybody can read in the record who did
          this.
        </p>
        <FormAlert error={turnOff.error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={turnOff.isPending} onClick={() => turnOff.mutate()}>
            Turn it off
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
