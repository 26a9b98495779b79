import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { holdsUp } from '../../../domain/workflow/positions.ts';
import { Moment } from '../../time/Moment.tsx';
import { PositionSign } from '../report/PositionSign.tsx';
import { comparisonQuery } from '../versions/versions-data.ts';
import type { Cell } from './clearance-data.ts';
import styles from './PositionDrawer.module.css';
import type { Column } from './table-facts.ts';

type PositionTextProps = { reportId: string; column: Column; cell: Cell; names: 'shown' | 'hidden' };

/** The position itself, and what it means now. */
export function PositionText({ reportId, column, cell, names }: PositionTextProps) {
  const { position } = cell;
  if (position === null)
    return (
      <p className={styles.quiet}>
        {column.stage === 'clearance'
          ? 'This state has taken no position yet. The section cannot be agreed before it does.'
          : 'This state has taken no position. Positions are taken while the section is in clearance.'}
      </p>
    );
  const why = holdsUp({ ...position, delegationId: cell.delegationId }, column.digest);
  return (
    <>
      <p className={styles.sign}>
        <PositionSign position={{ kind: position.kind, standing: cell.standing }} />
      </p>
      {position.comment !== '' && <blockquote className={styles.comment}>{position.comment}</blockquote>}
      <p className={styles.quiet}>
        Taken {names === 'shown' && `by ${position.takenBy.name} `}
        <Moment at={position.takenAt} />
      </p>
      {cell.standing === 'stale' ? (
        <Difference reportId={reportId} sectionId={column.id} versionId={position.versionId} />
      ) : (
        <p className={styles.quiet}>
          {why === null
            ? 'It stands for the text as it is now.'
            : `It stands for the text as it is now, and keeps the section from being agreed.`}
        </p>
      )}
    </>
  );
}

/** How far the text is from the one that the position was taken on. */
function Difference({
  reportId,
  sectionId,
  versionId,
}: {
  reportId: string;
  sectionId: string;
  versionId: string;
}) {
  const { data } = useQuery(comparisonQuery(versionId, 'now'));
  return (
    <div className={styles.stale}>
      <p>
        <strong>The text changed after this.</strong> The position stands for what was read then, and has to
        be renewed.
        {data && ` Since then ${changeWords(data.summary)}.`}
      </p>
      <Link
        to="/reports/$reportId/sections/$sectionId/versions"
        params={{ reportId, sectionId }}
        search={{ from: versionId, to: 'now' }}
      >
        See what changed since
      </Link>
    </div>
  );
}

function changeWords({ inserted, deleted }: { inserted: number; deleted: number }): string {
  if (inserted + deleted === 0) return 'no word was added or removed: something else changed';
  return `${inserted} ${inserted === 1 ? 'word was' : 'words were'} added and ${deleted} removed`;
}
