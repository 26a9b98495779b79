import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useIsCoordinator } from '../../api/me.ts';
import { delegationsQuery, peopleQuery } from '../../api/queries.ts';
import { Answered } from '../../shell/Answered.tsx';
import { Page } from '../../shell/Page.tsx';
import { Delegations } from './Delegations.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { WorkspaceSettings } from './WorkspaceSettings.tsx';

/** Who is in, for which state, in what role; for coordinators, how they come in and go. */
export function PeoplePage() {
  const isCoordinator = useIsCoordinator();
  const people = useQuery(peopleQuery);
  const delegations = useQuery(delegationsQuery);
  const [isInviting, setInviting] = useState(false);
  return (
    <Page
      title="People and delegations"
      actions={isCoordinator && <Button onClick={() => setInviting(true)}>Invite somebody</Button>}
    >
      <Answered query={people} what="the people">
        {(data) => (
          <>
            <PeopleTable people={data.people} delegations={delegations.data ?? []} />
            {isCoordinator && <InvitationList invitations={data.invitations} />}
          </>
        )}
      </Answered>
      <Answered query={delegations} what="the delegations">
        {(list) => (
          <>
            <Delegations delegations={list} />
            {isInviting && <InviteDialog delegations={list} onClose={() => setInviting(false)} />}
          </>
        )}
      </Answered>
      {isCoordinator && <WorkspaceSettings />}
    </Page>
  );
}
