import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useIsCoordinator } from '../../api/me.ts';
import { delegationsQuery, peopleQuery } from '../../api/queries.ts';
import styles from './NoReports.module.css';

/** What a newcomer to an empty workspace does now. */
export function NoReports() {
  const isCoordinator = useIsCoordinator();
  if (!isCoordinator)
    return (
      <div className={styles.empty}>
        <p>There is no report yet. A coordinator starts it; then it stands here, with what waits for you.</p>
        <p>
          Meanwhile: look whether <Link to="/account">your second factor</Link> is set up, and press{' '}
          <kbd>?</kbd> for the keys.
        </p>
      </div>
    );
  return <FirstSteps />;
}

function FirstSteps() {
  const delegations = useQuery(delegationsQuery);
  const people = useQuery(peopleQuery);
  const states = delegations.data?.length ?? 0;
  const others = (people.data?.people.length ?? 1) - 1 + (people.data?.invitations.length ?? 0);
  return (
    <div className={styles.empty}>
      <p>There is no report yet. Three steps lead to the first:</p>
      <ol className={styles.steps}>
        <li>
          <strong>States.</strong> {states === 1 ? 'One state is' : `${states} states are`} in this workspace.{' '}
          <Link to="/people" hash="delegations">
            Add states
          </Link>
        </li>
        <li>
          <strong>People.</strong>{' '}
          {others === 0 ? 'Nobody but you is here.' : `${others} besides you are here or invited.`}{' '}
          <Link to="/people">Invite people</Link>
        </li>
        <li>
          <strong>A report.</strong> From the MSMT template, or empty.
        </li>
      </ol>
      <Button component={Link} to="/reports/new">
        Start a report
      </Button>
    </div>
  );
}
