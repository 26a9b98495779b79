import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { TextButton } from '../../forms/TextButton.tsx';

type Means = 'app' | 'backup';

/** The six digits of the app, or one of the backup codes. */
export function SecondFactorStep({ onSignedIn, onBack }: { onSignedIn: () => void; onBack: () => void }) {
  const [means, setMeans] = useState<Means>('app');
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: () =>
      askAuth(means === 'app' ? 'two-factor/verify-totp' : 'two-factor/verify-backup-code', {
        code: means === 'app' ? code.replaceAll(/\s/g, '') : code.trim(),
      }),
    onSuccess: onSignedIn,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  const change = (next: Means) => {
    setMeans(next);
    setCode('');
    verify.reset();
  };

  return (
    <form onSubmit={submit}>
      <h1>Second factor</h1>
      <Stack mt="lg">
        <TextInput
          key={means}
          label={means === 'app' ? 'Code from your authenticator app' : 'Backup code'}
          description={means === 'app' ? 'Six digits' : 'Each works once'}
          name="code"
          autoComplete="one-time-code"
          inputMode={means === 'app' ? 'numeric' : 'text'}
          required
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <FormAlert error={verify.error} />
        <Button type="submit" loading={verify.isPending} fullWidth>
          Sign in
        </Button>
        <TextButton onClick={() => change(means === 'app' ? 'backup' : 'app')}>
          {means === 'app' ? 'Use a backup code' : 'Use the authenticator app'}
        </TextButton>
        <TextButton onClick={onBack}>Back to the password</TextButton>
      </Stack>
    </form>
  );
}
