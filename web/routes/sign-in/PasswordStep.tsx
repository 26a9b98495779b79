import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { TextButton } from '../../forms/TextButton.tsx';

type PasswordStepProps = {
  /** Why somebody stands here who was inside; null for everybody else. */
  why: string | null;
  onSignedIn: () => void;
  onSecondFactor: () => void;
  onForgotten: () => void;
};

/** E-mail address and password. */
export function PasswordStep({ why, onSignedIn, onSecondFactor, onForgotten }: PasswordStepProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => askAuth('sign-in/email', { email: email.trim(), password }),
    onSuccess: (answer) => (answer.twoFactorRedirect === true ? onSecondFactor() : onSignedIn()),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };

  return (
    <form onSubmit={submit}>
      <h1>Sign in</h1>
      {why !== null && <p role="status">{why}</p>}
      <Stack mt="lg">
        <TextInput
          label="E-mail address"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormAlert error={signIn.error} />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          Sign in
        </Button>
        <TextButton onClick={onForgotten}>I forgot my password</TextButton>
      </Stack>
    </form>
  );
}
