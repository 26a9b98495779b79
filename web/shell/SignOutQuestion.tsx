import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Unsaved } from '../editor/device.ts';
import { Dialog } from './Dialog.tsx';
import type { SignOut } from './use-sign-out.ts';

const WORDS: Record<Unsaved['what'], string> = {
  not_sent: 'what you typed is not saved yet',
  not_taken: 'a text of yours that was not taken is kept here to be copied',
};

/** Asks whoever signs out while something of theirs is only on this device; renders nothing otherwise. */
export function SignOutQuestion({ signOut }: { signOut: SignOut }) {
  if (signOut.unsaved === null) return null;
  return (
    <Dialog title="Not everything you wrote is saved" onClose={signOut.stay}>
      <p>
        Signing out deletes what this browser keeps of yours, so that nobody after you finds it. These would
        be lost:
      </p>
      <ul>
        {signOut.unsaved.map(({ reportId, sectionId, title, what }) => (
          <li key={`${what} ${sectionId}`}>
            <Link
              to="/reports/$reportId"
              params={{ reportId }}
              hash={`section-${sectionId}`}
              onClick={signOut.stay}
            >
              {title}
            </Link>
            : {WORDS[what]}
          </li>
        ))}
      </ul>
      <Group>
        <Button data-autofocus onClick={signOut.stay}>
          Stay signed in
        </Button>
        <Button variant="default" color="red" onClick={signOut.confirm}>
          Sign out and delete them
        </Button>
      </Group>
    </Dialog>
  );
}
