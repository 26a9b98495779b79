import { IconPlugConnectedX } from '@tabler/icons-react';
import styles from './ConnectionBanner.module.css';
import type { Connection } from './connection.ts';

const WORDS: Record<Exclude<Connection, 'connected'>, string> = {
  no_network:
    'You are offline, and what you see may be out of date. Write on: above the text stands where yours is kept, and it is sent when the network is back. Until then this page cannot be loaded again.',
  no_server:
    'The server does not answer, and what you see may be out of date. Write on: above the text stands where yours is kept. Trying again by itself; until then this page cannot be loaded again.',
};

/** Says over the page that it is cut off; a screen reader hears it when it appears. */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  return (
    <div role="status">
      {connection !== 'connected' && (
        <p className={styles.banner}>
          <IconPlugConnectedX size={18} stroke={1.6} aria-hidden />
          {WORDS[connection]}
        </p>
      )}
    </div>
  );
}
