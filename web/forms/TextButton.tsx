import type { ReactNode } from 'react';
import styles from './TextButton.module.css';

/** A quiet way aside: looks like a link, does something here. */
export function TextButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      {children}
    </button>
  );
}
