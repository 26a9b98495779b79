import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { askAuth } from '../../api/client.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import styles from './AccountPage.module.css';

/** Ends every session of mine, this one too. */
export function SessionsSection() {
  const signOut = useMutation({
    mutationFn: () => askAuth('revoke-sessions', {}),
    // A fresh page, so that nothing of this person's stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  });
  return (
    <section className={styles.section} aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <p>
        A lost laptop, a computer that is not yours: this signs you out on every device at once, here too.
      </p>
      <FormAlert error={signOut.error} />
      <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out everywhere
      </Button>
    </section>
  );
}
