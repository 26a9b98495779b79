import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { rolesInWords } from '../../../domain/workflow/roles.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { TextButton } from '../../forms/TextButton.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { tellDone, tellFailed } from '../../shell/notices.ts';
import { useNow } from '../../time/clock.ts';
import { Moment } from '../../time/Moment.tsx';
import { InvitationLink } from './InvitationLink.tsx';
import styles from './PeoplePage.module.css';
import type { Invitation } from './people.ts';

/** The invitations that nobody has accepted yet. */
export function InvitationList({ invitations }: { invitations: Invitation[] }) {
  const now = useNow();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });
  const renew = useMutation({
    mutationFn: ({ id }: Invitation) => answerOf(api.invitations[':id'].renew.$post({ param: { id } })),
    onSuccess: refresh,
    onError: tellFailed,
  });
  const withdraw = useMutation({
    mutationFn: ({ id }: Invitation) => answerOf(api.invitations[':id'].$delete({ param: { id } })),
    onSuccess: async (_answer, { email }) => {
      await refresh();
      tellDone(`The invitation of ${email} was withdrawn; its link does not work any more.`);
    },
    onError: tellFailed,
  });

  if (invitations.length === 0 && renew.data === undefined) return null;
  return (
    <section className={styles.block} aria-labelledby="invitations">
      <h2 id="invitations">Invited</h2>
      <ul className={styles.lines}>
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <DelegationTag
              code={invitation.delegation.code}
              tone={invitation.delegation.tone}
              name={invitation.delegation.shortName}
            />
            <span className={styles.grow}>
              {invitation.email}
              <span className={styles.soft}>
                {' '}
                as {rolesInWords(invitation.roles)}, by {invitation.invitedBy};{' '}
                {new Date(invitation.expiresAt) < now ? <strong>expired</strong> : 'expires'}{' '}
                <Moment at={invitation.expiresAt} detail="short" />
              </span>
            </span>
            <TextButton onClick={() => renew.mutate(invitation)}>
              New link<span className="visually-hidden"> for {invitation.email}</span>
            </TextButton>
            <TextButton onClick={() => withdraw.mutate(invitation)}>
              Withdraw<span className="visually-hidden"> the invitation of {invitation.email}</span>
            </TextButton>
          </li>
        ))}
      </ul>
      {renew.isSuccess && (
        <Dialog title="A new link" onClose={renew.reset} closedBy="buttons">
          <Stack>
            <InvitationLink email={renew.variables.email} link={renew.data.link} mailed={renew.data.mailed} />
            <p>The link before it does not work any more.</p>
            <Button onClick={renew.reset}>Done</Button>
          </Stack>
        </Dialog>
      )}
    </section>
  );
}
