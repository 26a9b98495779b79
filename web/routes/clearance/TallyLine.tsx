import { atStart } from '../../../domain/state-names.ts';
import styles from './TallyLine.module.css';
import type { Column } from './table-facts.ts';

/** More than these are counted: the reasons are in the cells above, and in the tooltip. */
const MOST_NAMED = 4;

/** How many states cleared a section, and which hold it up. */
export function TallyLine({ column }: { column: Column }) {
  const { tally, stage } = column;
  if (stage === 'drafting' || stage === 'review') return <span className={styles.early}>Not put up yet</span>;
  const named = tally.holding.slice(0, MOST_NAMED).map(({ state }) => state.code);
  const rest = tally.holding.length - named.length;
  return (
    <span className={styles.tally}>
      <span>
        <strong>{tally.cleared}</strong> of {tally.states}
      </span>
      {tally.holding.length === 0 ? (
        <span className={styles.free}>{stage === 'agreed' ? 'Agreed' : 'Can be agreed'}</span>
      ) : (
        <span className={styles.held} title={reasonsOf(column)}>
          <span className="visually-hidden">Held up by </span>
          {named.join(' ')}
          {rest > 0 && ` +${rest}`}
        </span>
      )}
    </span>
  );
}

/** Who holds a section up and why, one to a line. */
export function reasonsOf({ tally }: Column): string {
  return tally.holding.map(({ state, why }) => `${atStart(state.shortName)} ${why}`).join('\n');
}
