import type { ErrorComponentProps } from '@tanstack/react-router';
import { Brand } from './Brand.tsx';
import { ErrorScreen } from './ErrorScreen.tsx';
import { NotFoundScreen } from './NotFoundScreen.tsx';
import styles from './Stray.module.css';

/** An address that belongs to no screen at all, so that nothing else stands around it. */
export function StrayAddress() {
  return (
    <>
      <header className={styles.header}>
        <Brand />
      </header>
      <main>
        <NotFoundScreen />
      </main>
    </>
  );
}

/** An error from outside of every screen: what stands around them failed itself. */
export function StrayError(props: ErrorComponentProps) {
  return (
    <>
      <header className={styles.header}>
        <Brand />
      </header>
      <main>
        <ErrorScreen {...props} />
      </main>
    </>
  );
}
