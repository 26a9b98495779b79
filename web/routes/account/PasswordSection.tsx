import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { NewPassword } from '../../forms/NewPassword.tsx';
import styles from './AccountPage.module.css';

/** Changes the password, which ends every other session. */
export function PasswordSection({ email }: { email: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => askAuth('change-password', { currentPassword: current, newPassword: next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <section className={styles.section} aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form onSubmit={submit}>
        <Stack maw="24rem">
          {/* For password managers, which otherwise do not know whose password this is. */}
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label="Password until now"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPassword
            label="New password"
            value={next}
            onChange={setNext}
            error={fieldError(change.error, 'newPassword')}
          />
          <FormAlert error={change.error} paths={['newPassword']} />
          <div role="status">
            {change.isSuccess && 'The password is changed. You were signed out everywhere else.'}
          </div>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            style={{ alignSelf: 'flex-start' }}
          >
            Change the password
          </Button>
        </Stack>
      </form>
    </section>
  );
}
