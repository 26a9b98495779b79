import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { reportQuery } from '../../api/queries.ts';
import { TextButton } from '../../forms/TextButton.tsx';
import { Answered } from '../../shell/Answered.tsx';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import { useNow } from '../../time/clock.ts';
import { viewerZone } from '../../time/moments.ts';
import type { Report } from '../report/report-data.ts';
import styles from './ActivityPage.module.css';
import { type ActivityEvent, activityQuery } from './activity-data.ts';
import { byDay } from './days.ts';
import { EventLine } from './EventLine.tsx';

/** Who did what in a report, newest first; it grows by itself while one looks at it. */
export function ActivityPage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId/activity' });
  const query = useQuery(reportQuery(reportId));
  return (
    <AnsweredReport query={query} screen="Activity">
      {(report) => (
        <>
          <ReportHeader report={report} screen="Activity" />
          <ActivityList report={report} />
        </>
      )}
    </AnsweredReport>
  );
}

function ActivityList({ report }: { report: Report }) {
  const { section, person } = useSearch({ from: '/inside/reports/$reportId/activity' });
  const navigate = useNavigate({ from: '/reports/$reportId/activity' });
  const query = useInfiniteQuery(activityQuery(report.id));
  const now = useNow();
  const all = query.data?.pages.flatMap(({ events }) => events) ?? [];
  const shown = all.filter(
    (event) =>
      (section === undefined || event.section?.id === section) &&
      (person === undefined || event.actor?.id === person),
  );
  const isFiltered = section !== undefined || person !== undefined;
  const tones = new Map(report.delegations.map(({ code, tone }) => [code, tone]));
  const filter = (change: { section?: string; person?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  return (
    <div className={styles.page}>
      <div className={styles.filters}>
        <Select
          label="Section"
          placeholder="Every section"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Every section' }}
          data={report.sections.map(({ id, title }) => ({ value: id, label: title }))}
          value={section ?? null}
          onChange={(value) => filter({ section: value ?? undefined })}
        />
        <Select
          label="Person"
          placeholder="Everybody"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Everybody' }}
          data={peopleIn(all, report)}
          value={person ?? null}
          onChange={(value) => filter({ person: value ?? undefined })}
        />
      </div>
      <Answered query={query} what="the activity">
        {() => (
          <>
            {shown.length === 0 && (
              <p className={styles.empty}>
                {isFiltered
                  ? `Nothing like that is among the newest ${all.length} events. `
                  : 'Nothing has happened in this report yet.'}
                {isFiltered && (
                  <TextButton onClick={() => filter({ section: undefined, person: undefined })}>
                    Show everything
                  </TextButton>
                )}
              </p>
            )}
            {byDay(shown, now, viewerZone()).map((day) => (
              <section key={day.name} className={styles.day}>
                <h2 className={styles.date}>{day.name}</h2>
                <ol className={styles.events}>
                  {day.events.map((event) => (
                    <EventLine key={event.id} reportId={report.id} event={event} tones={tones} />
                  ))}
                </ol>
              </section>
            ))}
            {query.hasNextPage ? (
              <Button
                variant="default"
                mt="lg"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Earlier
              </Button>
            ) : (
              shown.length > 0 && <p className={styles.end}>This is the beginning.</p>
            )}
            {query.isFetchNextPageError && (
              <p role="alert" className={styles.end}>
                What was earlier could not be loaded. Try again.
              </p>
            )}
          </>
        )}
      </Answered>
    </div>
  );
}

/** Everybody who did something here, and everybody of the workspace: whoever left has acted too. */
function peopleIn(events: readonly ActivityEvent[], report: Report) {
  const codes = new Map(report.delegations.map(({ id, code }) => [id, code]));
  const people = new Map(
    report.people.map(({ id, name, delegationId }) => [id, `${name} (${codes.get(delegationId) ?? ''})`]),
  );
  for (const { actor } of events)
    if (actor && !people.has(actor.id)) people.set(actor.id, `${actor.name} (${actor.code})`);
  return [...people]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
