import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { tellDone } from '../../shell/notices.ts';
import styles from './PeoplePage.module.css';
import type { Delegation } from './people.ts';

type RemoveDelegationProps = {
  delegation: Delegation;
  /** How many states there are, this one among them. */
  count: number;
  onClose: () => void;
};

/** Removes a state, after saying what that changes: who has to agree. */
export function RemoveDelegation({ delegation, count, onClose }: RemoveDelegationProps) {
  const { id, shortName } = delegation;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answerOf(api.delegations[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      // The state goes from every table and list of states.
      await client.invalidateQueries();
      tellDone(`${shortName} was removed.`);
      onClose();
    },
  });
  const left = count - 1;
  return (
    <Dialog onClose={onClose} title={`Remove ${shortName}?`}>
      <Stack>
        <p>This changes who has to agree, in every report:</p>
        <ul className={styles.effects}>
          <li>
            {left === 1
              ? 'A section can be agreed as soon as the one state that is left has cleared it.'
              : `A section can be agreed as soon as the ${left} states that are left have cleared it.`}
          </li>
          <li>{shortName} is no longer named as a participating state in what is published from now on.</li>
          <li>Published editions stay as they are. The state can be added again.</li>
        </ul>
        <p>A state cannot be removed while a section is in clearance, or while anything belongs to it.</p>
        <FormAlert error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove the state
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
