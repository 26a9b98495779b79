import { Button, Group, Stack } from '@mantine/core';
import { Dialog } from '../../shell/Dialog.tsx';
import styles from './PublishPage.module.css';
import { type Check, publicAddress } from './publish-data.ts';

type ConfirmPublicationProps = { edition: Check['edition']; onClose: () => void; onConfirm: () => void };

/** Asks once more before the report goes where nobody can take it back from. */
export function ConfirmPublication({ edition, onClose, onConfirm }: ConfirmPublicationProps) {
  return (
    <Dialog title={`Publish ${edition.symbol}, edition ${edition.edition}?`} onClose={onClose}>
      <Stack>
        <p className={styles.paragraph}>
          From then on anybody can read “{edition.title}” at{' '}
          <span className={styles.addressText}>{publicAddress(edition.slug)}</span>, without signing in. It
          names {edition.states.length} {edition.states.length === 1 ? 'state' : 'states'}.
        </p>
        <p className={styles.paragraph}>
          An edition cannot be changed or taken back. A correction is a new edition, to which this one points.
        </p>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={onConfirm}>Publish</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
