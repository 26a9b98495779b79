import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormAlert } from '../../forms/FormAlert.tsx';
import type { Report } from '../report/report-data.ts';
import { ConfirmPublication } from './ConfirmPublication.tsx';
import styles from './PublishPage.module.css';
import { type Check, usePublish, usePublishingSince } from './publish-data.ts';
import { WhatWillBePublic } from './WhatWillBePublic.tsx';

type ReleaseStepProps = {
  report: Report;
  check: Check;
  /** When the edition is public and this screen is still looked at. */
  onPublished: () => void;
};

/** The last step: what will be public, and the way there, or why it is not open. */
export function ReleaseStep({ report, check, onPublished }: ReleaseStepProps) {
  const [isConfirming, setConfirming] = useState(false);
  const publish = usePublish(report.id);
  const isPublishing = usePublishingSince(report.id) !== null;
  const obstacle = obstacleOf(report, check);
  return (
    <>
      <WhatWillBePublic edition={check.edition} />
      <p className={styles.not}>
        Not public: comments, what states said with their positions, earlier versions, and who wrote what. The
        manifest lists each state’s position on each section.
      </p>
      <FormAlert error={publish.error} />
      {obstacle === null ? (
        <Button loading={isPublishing} onClick={() => setConfirming(true)}>
          Publish edition {check.edition.edition}…
        </Button>
      ) : (
        <p className={styles.obstacle}>{obstacle}</p>
      )}
      {isConfirming && (
        <ConfirmPublication
          edition={check.edition}
          onClose={() => setConfirming(false)}
          onConfirm={() => {
            setConfirming(false);
            publish.mutate(undefined, { onSuccess: onPublished });
          }}
        />
      )}
    </>
  );
}

/** Why it cannot be published now, in words, or null. */
function obstacleOf({ mayPublish }: Report, { findings }: Check): string | null {
  if (!mayPublish.allowed) return `It cannot be published now. ${mayPublish.why}`;
  const errors = findings.filter(({ level }) => level === 'error').length;
  if (errors > 0)
    return `Put right what the check found first: ${errors} ${errors === 1 ? 'error' : 'errors'}.`;
  return null;
}
