import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { answerOf, api, askAuth } from '../../api/client.ts';
import { fieldError, sentenceOf } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { useFragmentToken } from '../../forms/fragment-token.ts';
import { useLinkLook } from '../../forms/link-look.ts';
import { NewPassword } from '../../forms/NewPassword.tsx';
import { usePageTitle } from '../../shell/Page.tsx';
import { Waiting } from '../../shell/Waiting.tsx';

/** Where the link of a forgotten password leads. */
export function ResetPasswordPage() {
  const token = useFragmentToken();
  usePageTitle('A new password');
  if (token === null)
    return (
      <>
        <h1>This link is not complete</h1>
        <p>Open the link from the mail once more, or copy all of it into the address bar.</p>
        <Link to="/sign-in">To the sign-in page</Link>
      </>
    );
  return <CheckedLink key={token} token={token} />;
}

/** Asks nobody for a password whose link is refused afterwards. */
function CheckedLink({ token }: { token: string }) {
  const look = useLinkLook(() => answerOf(api['reset-password'].look.$post({ json: { token } })));
  if (look.isError)
    return (
      <>
        <h1>This link does not open</h1>
        <p role="alert">{sentenceOf(look.error)}</p>
        <Link to="/sign-in">To the sign-in page</Link>
      </>
    );
  if (look.data === undefined) return <Waiting what="the link" />;
  return <ResetForm token={token} />;
}

function ResetForm({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => askAuth('reset-password', { newPassword: password, token }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };

  if (reset.isSuccess)
    return (
      <>
        <h1>The new password is set</h1>
        <p role="status">You were signed out everywhere. Sign in with the new password.</p>
        <Link to="/sign-in">Sign in</Link>
      </>
    );
  return (
    <form onSubmit={submit}>
      <h1>Set a new password</h1>
      <Stack mt="lg">
        <NewPassword
          label="New password"
          value={password}
          onChange={setPassword}
          error={fieldError(reset.error, 'newPassword')}
          autoFocus
        />
        <FormAlert error={reset.error} paths={['newPassword']} />
        <Button type="submit" loading={reset.isPending} fullWidth>
          Set the password
        </Button>
      </Stack>
    </form>
  );
}
