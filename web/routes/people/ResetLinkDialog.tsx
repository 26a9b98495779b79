import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { CopyLink } from '../../forms/CopyLink.tsx';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import type { Person } from './people.ts';

/** Lets somebody who forgot their password set a new one: by mail, or where there is none by a link to hand over. */
export function ResetLinkDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const make = useMutation({
    mutationFn: () => answerOf(api.people[':id']['reset-link'].$post({ param: { id: person.id } })),
  });
  return (
    <Dialog onClose={onClose} title={`A new password for ${person.name}`}>
      <Stack>
        {make.data === undefined && (
          <p>
            A link with which {person.name} sets a new password, once, within an hour. Who asked for it is
            recorded.
          </p>
        )}
        {make.data?.mailed === true && <p role="status">The link was sent to {person.email}.</p>}
        {typeof make.data?.link === 'string' && (
          <>
            <CopyLink label="Link" value={make.data.link} />
            <p role="status">
              It is shown only now. Hand it to {person.name} themselves, not to anybody else: it opens their
              account.
            </p>
          </>
        )}
        <FormAlert error={make.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {make.isSuccess ? 'Close' : 'Cancel'}
          </Button>
          {!make.isSuccess && (
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              Make the link
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
