import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconClockHour4,
  IconRefreshAlert,
} from '@tabler/icons-react';
import { POSITION_NAMES, type PositionKind } from '../../../domain/workflow/positions.ts';
import styles from './PositionSign.module.css';

const SIGNS: Record<PositionKind, typeof IconCircleCheck> = {
  cleared: IconCircleCheck,
  cleared_with_comment: IconCircleCheck,
  ad_referendum: IconClockHour4,
  reserve: IconAlertTriangle,
  objection: IconCircleX,
  abstains: IconCircleMinus,
  not_participating: IconCircleMinus,
};

type Mine = { kind: PositionKind; standing: 'none' | 'stale' | 'current' } | null;

/** A state's position on a section, in a sign and a word; a stale one says so. */
export function PositionSign({ position, words = 'shown' }: { position: Mine; words?: 'shown' | 'read' }) {
  const isStale = position?.standing === 'stale';
  const Sign = position === null ? IconCircleDashed : isStale ? IconRefreshAlert : SIGNS[position.kind];
  const name = position === null ? 'No position' : POSITION_NAMES[position.kind];
  return (
    <span className={styles.position} data-kind={isStale ? 'stale' : (position?.kind ?? 'none')}>
      <Sign size={15} stroke={1.8} aria-hidden />
      <span className={words === 'read' ? 'visually-hidden' : undefined}>
        {isStale ? `${name}, stale: the text changed since` : name}
      </span>
    </span>
  );
}
