import { Button, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './CopyLink.module.css';

/** A link, or another text, to hand on: shown whole, selected by one click, copied by the button. */
export function CopyLink({ label, value }: { label: string; value: string }) {
  const clipboard = useClipboard({ timeout: 4_000 });
  return (
    <div className={styles.row}>
      <TextInput
        label={label}
        value={value}
        readOnly
        className={styles.field}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={
          clipboard.copied ? (
            <IconCheck size={16} stroke={1.6} aria-hidden />
          ) : (
            <IconCopy size={16} stroke={1.6} aria-hidden />
          )
        }
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
      <span role="status" className="visually-hidden">
        {clipboard.copied ? 'Copied' : ''}
      </span>
    </div>
  );
}
