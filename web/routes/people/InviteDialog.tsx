import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Role } from '../../../domain/workflow/roles.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { InvitationLink } from './InvitationLink.tsx';
import { type Membership, MembershipFields } from './MembershipFields.tsx';
import type { Delegation } from './people.ts';

const usualRoles: Role[] = ['drafter'];

/** Invites one person after another; the delegation stays, since people come in delegations, and the roles do not. */
export function InviteDialog({ delegations, onClose }: { delegations: Delegation[]; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [membership, setMembership] = useState<Membership>({ delegationId: '', roles: usualRoles });
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () => answerOf(api.invitations.$post({ json: { email, ...membership } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };

  return (
    <Dialog onClose={onClose} title="Invite somebody" closedBy={invite.isSuccess ? 'buttons' : 'anything'}>
      {invite.isSuccess ? (
        <Stack>
          <InvitationLink email={email} link={invite.data.link} mailed={invite.data.mailed} />
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                setEmail('');
                setMembership({ ...membership, roles: usualRoles });
                invite.reset();
              }}
            >
              Invite another
            </Button>
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label="E-mail address"
              type="email"
              required
              data-autofocus
              value={email}
              error={fieldError(invite.error, 'email')}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <MembershipFields
              membership={membership}
              onChange={(change) => setMembership({ ...membership, ...change })}
              delegations={delegations}
              error={invite.error}
            />
            <FormAlert error={invite.error} paths={['email', 'delegationId', 'roles']} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={invite.isPending}>
                Invite
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
