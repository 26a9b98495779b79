import { Link } from '@tanstack/react-router';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { viewerZone } from '../../time/moments.ts';
import styles from './ActivityPage.module.css';
import type { ActivityEvent } from './activity-data.ts';
import { clocksOf } from './days.ts';
import { predicateOf } from './sentences.ts';

type EventLineProps = {
  reportId: string;
  event: ActivityEvent;
  /** Of the states in this report, by code. */
  tones: Map<string, number>;
};

/** One thing that somebody did, with the way to where they did it. */
export function EventLine({ reportId, event, tones }: EventLineProps) {
  const { text, quote } = predicateOf(event);
  return (
    <li className={styles.event}>
      <time dateTime={event.at} className={styles.time}>
        {clocksOf(new Date(event.at), viewerZone())}
      </time>
      <div>
        <p className={styles.sentence}>
          {event.actor === null ? (
            <strong>The server</strong>
          ) : (
            <>
              <strong>{event.actor.name}</strong>{' '}
              <DelegationTag code={event.actor.code} tone={tones.get(event.actor.code) ?? 0} />
            </>
          )}{' '}
          {text}. <Way reportId={reportId} event={event} />
        </p>
        {quote !== null && <blockquote className={styles.quote}>{quote}</blockquote>}
      </div>
    </li>
  );
}

/** A link to what the event is about, where that is still there. */
function Way({ reportId, event }: { reportId: string; event: ActivityEvent }) {
  const { kind, section, details } = event;
  if (kind === 'report.published' && typeof details.slug === 'string')
    return <a href={`/publications/${encodeURIComponent(details.slug)}`}>Public page</a>;
  if (section === null || section.removed) return null;
  const versionId = typeof details.versionId === 'string' ? details.versionId : undefined;
  if (kind === 'version.named' || kind === 'version.restored') {
    const from = typeof details.beforeVersionId === 'string' ? details.beforeVersionId : versionId;
    return (
      <Link
        to="/reports/$reportId/sections/$sectionId/versions"
        params={{ reportId, sectionId: section.id }}
        search={{ from }}
        aria-label={`Compare with now: “${section.title}”`}
      >
        Compare with now
      </Link>
    );
  }
  if (kind === 'position.taken')
    return (
      <Link to="/reports/$reportId/clearance" params={{ reportId }}>
        Clearance
      </Link>
    );
  return (
    <Link
      to="/reports/$reportId"
      params={{ reportId }}
      hash={`section-${section.id}`}
      aria-label={`Show “${section.title}”`}
    >
      Show
    </Link>
  );
}
