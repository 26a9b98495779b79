import { IconAlertTriangle } from '@tabler/icons-react';
import { formError } from '../api/refusal.ts';
import styles from './FormAlert.module.css';

/** Above a form's buttons: what the server said that is not about one of the fields named in `paths`. */
export function FormAlert({ error, paths = [] }: { error: unknown; paths?: readonly string[] }) {
  const sentence = formError(error, paths);
  // The live region stands there beforehand, or a screen reader does not hear it fill.
  return (
    <div role="alert">
      {sentence !== null && (
        <p className={styles.alert}>
          <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
          <span>{sentence}</span>
        </p>
      )}
    </div>
  );
}
