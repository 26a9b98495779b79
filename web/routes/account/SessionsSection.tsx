import { Button } from '@mantine/core';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { SignOutQuestion } from '../../shell/SignOutQuestion.tsx';
import { useSignOut } from '../../shell/use-sign-out.ts';
import styles from './AccountPage.module.css';

/** Ends every session of mine, this one too. */
export function SessionsSection({ userId }: { userId: string }) {
  const signOut = useSignOut(userId, 'revoke-sessions');
  return (
    <section className={styles.section} aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <p>
        A lost laptop, a computer that is not yours: this signs you out on every device at once, here too.
      </p>
      <FormAlert error={signOut.error} />
      <Button variant="default" loading={signOut.isPending} onClick={signOut.ask}>
        Sign out everywhere
      </Button>
      <SignOutQuestion signOut={signOut} />
    </section>
  );
}
