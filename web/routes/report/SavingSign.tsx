import { IconAlertTriangle, IconCheck, IconCloudOff, IconLoader2 } from '@tabler/icons-react';
import { type Saving, savingWords } from '../../editor/saving.ts';
import { useValue, type ValueStore } from '../../editor/value-store.ts';
import styles from './SavingSign.module.css';

const SIGNS = { saved: IconCheck, saving: IconLoader2, offline: IconCloudOff, refused: IconAlertTriangle };

/** Where what was typed is: in Postgres, on its way, or only on this device. */
export function SavingSign({ saving }: { saving: ValueStore<Saving> }) {
  const state = useValue(saving);
  const { tone, text } = savingWords(state);
  const Sign = SIGNS[tone];
  return (
    // Not announced at every keystroke: only what goes wrong interrupts a screen reader.
    <span
      className={styles.sign}
      data-tone={tone}
      data-saving={tone}
      // For whoever looks into a problem: what the server's log calls it.
      title={state.name === null ? undefined : `Connection ${state.name}`}
      role={tone === 'saved' || tone === 'saving' ? undefined : 'status'}
    >
      <Sign size={15} stroke={1.8} aria-hidden />
      {text}
    </span>
  );
}
