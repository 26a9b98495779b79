import { useNow } from './clock.ts';
import styles from './DueDate.module.css';
import { Moment } from './Moment.tsx';

type DueDateProps = {
  /** ISO 8601, as the API gives it. */
  at: string;
  /** What stands before a date to come, as in "due". */
  before: string;
};

/** When something is due, or since when it is overdue. */
export function DueDate({ at, before }: DueDateProps) {
  const isOverdue = new Date(at) < useNow();
  return (
    <span className={isOverdue ? styles.overdue : undefined}>
      {isOverdue ? 'Overdue since' : before} <Moment at={at} detail="day" />
    </span>
  );
}
