import type { Saving } from '../../editor/saving.ts';
import { savingWords } from '../../editor/saving.ts';
import { useValue, type ValueStore } from '../../editor/value-store.ts';
import styles from './SavingNote.module.css';

/** What the sign of saving has no room for: what happened, and what to do. A screen reader hears it. */
export function SavingNote({ saving }: { saving: ValueStore<Saving> }) {
  const { tone, more } = savingWords(useValue(saving));
  return (
    <div role="status" className={styles.place}>
      {more !== null && (
        <p className={styles.note} data-tone={tone}>
          {more}
        </p>
      )}
    </div>
  );
}
