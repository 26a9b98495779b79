import { Link, useNavigate } from '@tanstack/react-router';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { TextButton } from '../../forms/TextButton.tsx';
import { SearchField, useSearched } from '../../shell/SearchField.tsx';
import { useNow } from '../../time/clock.ts';
import { Moment } from '../../time/Moment.tsx';
import { momentWords, viewerZone } from '../../time/moments.ts';
import type { Report } from '../report/report-data.ts';
import type { Pair } from './pair.ts';
import styles from './Timeline.module.css';
import { reasonWords, type Version, versionTitle } from './versions-data.ts';

type TimelineProps = {
  report: Report;
  versions: readonly Version[];
  digestNow: string;
  pair: Pair;
  /** The version that is read alone. */
  aloneId: string | null;
  /** What restores a version; null for one that is the text already, or when this person may not. */
  restoring: (version: Version) => (() => void) | null;
};

/**
 * The versions of a section, newest first, and in front of each the choice of what is compared: two columns of
 * radio buttons, where only an earlier one can be chosen on the left than on the right.
 */
export function Timeline({ report, versions, digestNow, pair, aloneId, restoring }: TimelineProps) {
  const [found, search] = useSearched(versions, wordsOf);
  const navigate = useNavigate({ from: '/reports/$reportId/sections/$sectionId/versions' });
  const choose = (change: Partial<Pair>) =>
    void navigate({ search: { ...pair, ...change }, replace: true, resetScroll: false });
  const places = new Map(['now', ...versions.map(({ id }) => id)].map((id, place) => [id, place]));
  const placeOf = (id: string) => places.get(id) ?? 0;
  const tones = new Map(report.delegations.map(({ code, tone }) => [code, tone]));

  const radio = (side: keyof Pair, id: string, label: string) => (
    <input
      type="radio"
      name={`compare-${side}`}
      className={styles.radio}
      aria-label={side === 'from' ? `Compare from: ${label}` : `Compare to: ${label}`}
      checked={pair[side] === id}
      disabled={side === 'from' ? placeOf(id) <= placeOf(pair.to) : placeOf(id) >= placeOf(pair.from)}
      onChange={() => choose({ [side]: id })}
    />
  );

  return (
    <section className={styles.timeline} aria-label="Versions, newest first">
      <SearchField label="Find a version" {...search} />
      <div className={styles.columns} aria-hidden>
        <span>From</span>
        <span>To</span>
      </div>
      <ol className={styles.list}>
        <li className={styles.row}>
          <span className={styles.radio} />
          {radio('to', 'now', 'the text now')}
          <div className={styles.what}>
            <strong>The text now</strong>
          </div>
        </li>
        {found.map((version) => {
          const restore = restoring(version);
          const { code, name } = version.createdBy;
          return (
            <li key={version.id} className={styles.row} data-alone={version.id === aloneId || undefined}>
              <VersionRadios version={version} radio={radio} />
              <div className={styles.what}>
                <strong className={styles.name}>{versionTitle(version)}</strong>
                {version.name !== null && <span className={styles.reason}>{reasonWords(version)}</span>}
                <span className={styles.who}>
                  <DelegationTag code={code} tone={tones.get(code) ?? 0} /> {name}
                </span>
                <span className={styles.when}>
                  <Moment at={version.createdAt} />
                </span>
                <span className={styles.actions}>
                  <Link
                    to="/reports/$reportId/sections/$sectionId/versions"
                    params={{ reportId: report.id, sectionId: version.sectionId }}
                    search={{ ...pair, only: version.id }}
                    resetScroll={false}
                    aria-current={version.id === aloneId ? 'true' : undefined}
                  >
                    Show alone<span className="visually-hidden">: {versionTitle(version)}</span>
                  </Link>
                  {restore && (
                    <TextButton onClick={restore}>
                      Restore…<span className="visually-hidden"> {versionTitle(version)}</span>
                    </TextButton>
                  )}
                  {version.digest === digestNow && <span className={styles.same}>same as now</span>}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
      {found.length === 0 && <p className={styles.none}>No version is called like that.</p>}
    </section>
  );
}

type VersionRadiosProps = {
  version: Version;
  radio: (side: keyof Pair, id: string, label: string) => React.ReactNode;
};

/** Many versions have no name: what tells them apart is when. */
function VersionRadios({ version, radio }: VersionRadiosProps) {
  const { relative, clocks } = momentWords(new Date(version.createdAt), useNow(), viewerZone());
  const label = `${versionTitle(version)}, ${relative} (${clocks})`;
  return (
    <>
      {radio('from', version.id, label)}
      {radio('to', version.id, label)}
    </>
  );
}

function wordsOf(version: Version): string {
  return [version.name, reasonWords(version), version.createdBy.name, version.createdBy.code].join(' ');
}
