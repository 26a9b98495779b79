import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Role, rolesInWords } from '../../../domain/workflow/roles.ts';
import { answerOf, api } from '../../api/client.ts';
import { fieldError, sentenceOf } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { useFragmentToken } from '../../forms/fragment-token.ts';
import { useLinkLook } from '../../forms/link-look.ts';
import { NewPassword } from '../../forms/NewPassword.tsx';
import { usePageTitle } from '../../shell/Page.tsx';
import { Waiting } from '../../shell/Waiting.tsx';

const fields = ['name', 'password'];

/** Where the link of an invitation leads: shows as what one is invited, and makes the account. */
export function InvitationPage() {
  const token = useFragmentToken();
  usePageTitle('Invitation');
  if (token === null) return <Refused why="The link is not complete. Copy all of it into the address bar." />;
  return <Invited key={token} token={token} />;
}

function Refused({ why }: { why: string }) {
  return (
    <>
      <h1>This invitation does not open</h1>
      <p role="alert">{why}</p>
      <Link to="/sign-in">To the sign-in page</Link>
    </>
  );
}

function Invited({ token }: { token: string }) {
  const look = useLinkLook(() => answerOf(api.invitations.look.$post({ json: { token } })));
  if (look.isError) return <Refused why={sentenceOf(look.error)} />;
  if (look.data === undefined) return <Waiting what="the invitation" />;
  return <AcceptForm token={token} invitation={look.data} />;
}

type Invitation = {
  email: string;
  workspace: string;
  delegation: { shortName: string };
  roles: Role[];
};

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: () => answerOf(api.invitations.accept.$post({ json: { token, name, password } })),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  const { email, workspace, delegation, roles } = invitation;

  return (
    <form onSubmit={submit}>
      <h1>Join {workspace}</h1>
      <p>
        You are invited for <strong>{delegation.shortName}</strong>, as {rolesInWords(roles)}.
      </p>
      <Stack>
        <TextInput label="E-mail address" value={email} readOnly autoComplete="username" />
        <TextInput
          label="Your name"
          description="As the other delegations should see it"
          autoComplete="name"
          required
          autoFocus
          maxLength={100}
          value={name}
          error={fieldError(accept.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword value={password} onChange={setPassword} error={fieldError(accept.error, 'password')} />
        <FormAlert error={accept.error} paths={fields} />
        <Button type="submit" loading={accept.isPending} fullWidth>
          Make my account
        </Button>
      </Stack>
    </form>
  );
}
