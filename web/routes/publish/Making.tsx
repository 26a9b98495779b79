import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import styles from './PublishPage.module.css';

/** That an edition is being made, and for how long; `since` in milliseconds of the browser's clock, null when none is. */
export function Making({ since }: { since: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  const seconds = since === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));
  return (
    <div className={styles.making} data-active={since !== null || undefined}>
      {since !== null && <Loader size="1.125rem" aria-hidden />}
      {/* The live region stands there beforehand; the seconds are outside of it, or each would be read out. */}
      <span role="status">
        {since === null
          ? ''
          : 'The files are being made: the PDF is typeset, which takes some seconds. You can leave this screen meanwhile.'}
      </span>
      {since !== null && (
        <span className={styles.seconds} aria-hidden>
          {seconds} s
        </span>
      )}
    </div>
  );
}
