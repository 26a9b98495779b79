import styles from './Page.module.css';
import { Waiting } from './Waiting.tsx';

/** Stands in for a screen whose code or data is on its way. */
export function PendingScreen() {
  return (
    <div className={styles.page} data-width="wide">
      <Waiting what="the page" />
    </div>
  );
}
