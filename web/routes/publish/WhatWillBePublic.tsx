import { REPORT_LANGUAGES } from '../../../domain/report-template.ts';
import styles from './PublishPage.module.css';
import { type Check, publicAddress } from './publish-data.ts';

/** Exactly what an edition made now would show to the public. */
export function WhatWillBePublic({ edition }: { edition: Check['edition'] }) {
  const language = Object.entries(REPORT_LANGUAGES).find(([code]) => code === edition.language)?.[1];
  return (
    <dl className={styles.facts}>
      <dt>Symbol</dt>
      <dd>{edition.symbol}</dd>
      <dt>Title</dt>
      <dd>{edition.title}</dd>
      <dt>Edition</dt>
      <dd>
        {edition.edition}
        {edition.sample && ', marked on each page as a sample'}
      </dd>
      <dt>States named ({edition.states.length})</dt>
      <dd>{edition.states.join(', ') || 'None'}</dd>
      <dt>Language</dt>
      <dd>{language ?? edition.language}</dd>
      <dt>Sections ({edition.sections.length})</dt>
      <dd>
        {edition.sections
          .map(({ number, title }) => (number === null ? title : `${number}. ${title}`))
          .join(' · ') || 'None'}
      </dd>
      <dt>Address</dt>
      <dd className={styles.addressText}>{publicAddress(edition.slug)}</dd>
    </dl>
  );
}
