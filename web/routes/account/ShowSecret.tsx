import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import styles from './AccountPage.module.css';
import { secretOf } from './enrolment.ts';
import { QrCode } from './QrCode.tsx';

type ShowSecretProps = {
  totpUri: string;
  onVerified: () => void;
  /** Nothing is on yet: leaving here changes nothing. Absent where there is no way back. */
  onCancel?: () => void;
};

/** The secret for the app, as a picture and as text, and the first code as a proof that the app has it. */
export function ShowSecret({ totpUri, onVerified, onCancel }: ShowSecretProps) {
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: () => askAuth('two-factor/verify-totp', { code: code.replaceAll(/\s/g, '') }),
    onSuccess: onVerified,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw="28rem">
        <p>Scan this with your authenticator app, or type the key below into it.</p>
        <QrCode text={totpUri} label="Key for the authenticator app; the same stands below as text" />
        <p className={styles.secret}>{secretOf(totpUri)}</p>
        <TextInput
          label="Code that the app shows now"
          description="Six digits"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          autoFocus
          maw="14rem"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <FormAlert error={verify.error} />
        <Group>
          <Button type="submit" loading={verify.isPending}>
            Turn it on
          </Button>
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
