import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';
import { useReturnedFocus } from './use-returned-focus.ts';

type DialogProps = {
  title: string;
  onClose: () => void;
  size?: 'md' | 'lg';
  /** `buttons`: a click beside it does not close it, since it shows what is shown only once. */
  closedBy?: 'anything' | 'buttons';
  children: ReactNode;
};

/**
 * A window over the page, open for as long as it is rendered. Its heading is ours: Mantine's stands in a second
 * `<header>`, which a screen reader takes for another head of the page.
 */
export function Dialog({ title, onClose, size = 'md', closedBy = 'anything', children }: DialogProps) {
  useReturnedFocus();
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      yOffset="8dvh"
      transitionProps={{ duration: 0 }}
      closeOnClickOutside={closedBy === 'anything'}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <div className={styles.top}>
          <h2 className={styles.title}>{title}</h2>
          <CloseButton aria-label="Close" onClick={onClose} />
        </div>
        <Modal.Body className={styles.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
