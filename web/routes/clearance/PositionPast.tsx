import { useQuery } from '@tanstack/react-query';
import { POSITION_NAMES } from '../../../domain/workflow/positions.ts';
import { Moment } from '../../time/Moment.tsx';
import { positionsQuery } from './clearance-data.ts';
import styles from './PositionDrawer.module.css';

type PositionPastProps = {
  reportId: string;
  sectionId: string;
  stateId: string;
  names: 'shown' | 'hidden';
};

/** The positions that the state took before this one: each stays in the record. */
export function PositionPast({ reportId, sectionId, stateId, names }: PositionPastProps) {
  const { data } = useQuery(positionsQuery(reportId, sectionId));
  const earlier = (data ?? []).filter(({ delegationId }) => delegationId === stateId).slice(1);
  if (earlier.length === 0) return null;
  return (
    <section className={styles.past}>
      <h3>Earlier positions</h3>
      <ol>
        {earlier.map((position) => (
          <li key={`${position.takenAt} ${position.digest}`}>
            <strong>{POSITION_NAMES[position.kind]}</strong>{' '}
            <span className={styles.quiet}>
              {names === 'shown' && `${position.takenBy.name}, `}
              <Moment at={position.takenAt} detail="day" />
            </span>
            {position.comment !== '' && (
              <blockquote className={styles.comment}>{position.comment}</blockquote>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
