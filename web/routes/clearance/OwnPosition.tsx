import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { reportQuery } from '../../api/queries.ts';
import { tellDone } from '../../shell/notices.ts';
import type { Section } from '../report/report-data.ts';
import type { Cell } from './clearance-data.ts';
import styles from './PositionDrawer.module.css';
import { PositionForm } from './PositionForm.tsx';

type OwnPositionProps = {
  reportId: string;
  section: Section;
  cell: Cell;
  isTaking: boolean;
  onTake: () => void;
  onLeave: () => void;
};

/** What I can do about my own state's position here, or why nothing. */
export function OwnPosition({ reportId, section, cell, isTaking, onTake, onLeave }: OwnPositionProps) {
  const client = useQueryClient();
  // The text as it was when this was opened: one that came since has been read by nobody here.
  const [seen, setSeen] = useState(section.digest);
  const verdict = section.may.takePosition;
  // That it is not the time for positions was said already, where there is none.
  const isSaid = cell.position === null && section.stage !== 'clearance';
  if (!verdict.allowed) return isSaid ? null : <p className={styles.why}>{verdict.why}</p>;

  const readAgain = (
    <Button
      variant="default"
      mt="sm"
      onClick={async () => {
        await Promise.all(
          [keys.report(reportId), keys.clearance(reportId), keys.text(section.id)].map((queryKey) =>
            client.invalidateQueries({ queryKey }),
          ),
        );
        const report = client.getQueryData(reportQuery(reportId).queryKey);
        setSeen(report?.sections.find(({ id }) => id === section.id)?.digest ?? section.digest);
        onLeave();
      }}
    >
      Show it as it is now
    </Button>
  );
  const isChanged = seen !== section.digest;
  if (isChanged)
    return (
      <div className={styles.stale} role="alert">
        <p>
          <strong>The text changed while you were here.</strong> Read it again before you take a position.
        </p>
        {readAgain}
      </div>
    );
  if (!isTaking)
    return (
      <div className={styles.actions}>
        <Button onClick={onTake}>
          {cell.position === null
            ? 'Take a position'
            : cell.standing === 'stale'
              ? 'Renew the position'
              : 'Change the position'}
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link to="/reports/$reportId" params={{ reportId }} hash={`section-${section.id}`} {...props} />
          )}
        >
          Read the text
        </Button>
      </div>
    );
  return (
    <>
      <p className={styles.quiet}>
        The position is bound to the text as it stands now.{' '}
        <Link to="/reports/$reportId" params={{ reportId }} hash={`section-${section.id}`} target="_blank">
          Read it in another window
        </Link>
      </p>
      <PositionForm
        reportId={reportId}
        sectionId={section.id}
        digest={seen}
        before={cell.position?.kind ?? null}
        whenChanged={readAgain}
        onCancel={onLeave}
        onTaken={() => {
          tellDone(`The position on “${section.title}” was taken.`);
          onLeave();
        }}
      />
    </>
  );
}
