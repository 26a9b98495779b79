import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { TextButton } from '../../forms/TextButton.tsx';

/** Asks for a link to set a new password; where the workspace sends no mail, says who has one. */
export function ForgottenPassword({ mail, onBack }: { mail: 'configured' | 'none'; onBack: () => void }) {
  const [email, setEmail] = useState('');
  const request = useMutation({
    mutationFn: () => askAuth('request-password-reset', { email: email.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate();
  };

  if (mail === 'none')
    return (
      <>
        <h1>A new password</h1>
        <p>
          This workspace sends no mail. Ask a coordinator: they can make you a link on the page “People and
          delegations”.
        </p>
        <TextButton onClick={onBack}>Back</TextButton>
      </>
    );
  if (request.isSuccess)
    return (
      <>
        <h1>Look into your mail</h1>
        <p role="status">
          If {email.trim()} has an account here, a link to set a new password is on its way. It works for one
          hour.
        </p>
        <TextButton onClick={onBack}>Back to signing in</TextButton>
      </>
    );
  return (
    <form onSubmit={submit}>
      <h1>A new password</h1>
      <Stack mt="lg">
        <TextInput
          label="E-mail address"
          description="We send a link there with which you set a new password."
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <FormAlert error={request.error} />
        <Button type="submit" loading={request.isPending} fullWidth>
          Send the link
        </Button>
        <TextButton onClick={onBack}>Back</TextButton>
      </Stack>
    </form>
  );
}
