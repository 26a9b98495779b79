import styles from './DelegationTag.module.css';
import { toneColor, toneTextColor } from './tones.ts';

/** A delegation's two or three letters on its tone; `name`, where given, is read out and shown on hover. */
export function DelegationTag({ code, tone, name }: { code: string; tone: number; name?: string }) {
  return (
    <span
      className={styles.tag}
      style={{ backgroundColor: toneColor(tone), color: toneTextColor(tone) }}
      title={name}
    >
      {code}
      {name !== undefined && <span className="visually-hidden"> ({name})</span>}
    </span>
  );
}
