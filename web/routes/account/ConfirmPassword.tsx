import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormAlert } from '../../forms/FormAlert.tsx';

type ConfirmPasswordProps = {
  /** What the button does. */
  label: string;
  why: string;
  /** Does it; what it throws is shown. */
  onConfirmed: (password: string) => Promise<void>;
  /** Absent where there is no way back. */
  onCancel?: () => void;
};

/** Asks for the password before something that a passer-by must not do. */
export function ConfirmPassword({ label, why, onConfirmed, onCancel }: ConfirmPasswordProps) {
  const [password, setPassword] = useState('');
  const confirm = useMutation({ mutationFn: () => onConfirmed(password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw="24rem">
        <p>{why}</p>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          required
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormAlert error={confirm.error} />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {label}
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
