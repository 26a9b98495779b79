import { useQuery } from '@tanstack/react-query';
import { CopyLink } from '../../forms/CopyLink.tsx';
import { Moment } from '../../time/Moment.tsx';
import { EditionFiles } from './EditionFiles.tsx';
import styles from './Editions.module.css';
import { fileAddress, type Publication, publicAddress, publicationsQuery } from './publish-data.ts';

const NEWEST = 'newest-edition';

/** Brings the newest edition into view, and to a screen reader, once it is there. */
export function showNewest(): void {
  const heading = document.getElementById(NEWEST);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'center' });
}

/** What is public already: the newest edition whole, those before it by their files. */
export function Editions({ reportId }: { reportId: string }) {
  const { data = [] } = useQuery(publicationsQuery(reportId));
  const [newest, ...earlier] = data;
  if (newest === undefined) return null;
  return (
    <>
      <section className={styles.newest} aria-labelledby={NEWEST}>
        <h2 id={NEWEST} tabIndex={-1}>
          Edition {newest.edition} is public
        </h2>
        <Said publication={newest} />
        <div className={styles.address}>
          <CopyLink label="Public address" value={publicAddress(newest.slug)} />
          <p className={styles.ways}>
            <a href={`/publications/${encodeURIComponent(newest.slug)}`} target="_blank" rel="noreferrer">
              Open the public page
            </a>
            <a href={fileAddress(newest.slug, 'report.pdf')} target="_blank" rel="noreferrer">
              Open the PDF
            </a>
            <a href={fileAddress(newest.slug, 'manifest.json')} target="_blank" rel="noreferrer">
              Open the manifest
            </a>
          </p>
        </div>
        <EditionFiles publication={newest} />
        <iframe
          className={styles.preview}
          title={`PDF of ${newest.symbol}, edition ${newest.edition}`}
          src={fileAddress(newest.slug, 'report.pdf')}
          loading="lazy"
        />
      </section>
      {earlier.length > 0 && (
        <section aria-labelledby="earlier">
          <h2 id="earlier">Earlier editions</h2>
          {earlier.map((publication) => (
            <details key={publication.id} className={styles.earlier}>
              <summary>
                Edition {publication.edition}: {publication.symbol} “{publication.title}”
              </summary>
              <Said publication={publication} />
              <p className={styles.ways}>
                <a
                  href={`/publications/${encodeURIComponent(publication.slug)}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  Open the public page
                </a>
              </p>
              <EditionFiles publication={publication} />
            </details>
          ))}
        </section>
      )}
    </>
  );
}

function Said({ publication }: { publication: Publication }) {
  return (
    <p className={styles.said}>
      Published by {publication.publishedBy} <Moment at={publication.publishedAt} />. It never changes.
    </p>
  );
}
