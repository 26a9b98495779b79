import { Button, Checkbox, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import styles from './AccountPage.module.css';

/** The codes for the day on which the phone is lost, the one time that they are shown. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [isKept, setKept] = useState(false);
  const clipboard = useClipboard({ timeout: 4_000 });
  return (
    <>
      <p role="status">
        <strong>The second factor is on.</strong> These backup codes get you in without your phone, each once.
        They are shown only now: print them, or keep them where you keep passwords.
      </p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group mb="md">
        <Button variant="default" onClick={() => clipboard.copy(codes.join('\n'))}>
          {clipboard.copied ? 'Copied' : 'Copy the codes'}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
      </Group>
      <Checkbox
        label="I have kept the codes"
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
        mb="md"
      />
      <Button disabled={!isKept} onClick={onDone}>
        Done
      </Button>
    </>
  );
}
