import { Outlet } from '@tanstack/react-router';
import { Brand } from './Brand.tsx';
import styles from './Entrance.module.css';
import { SchemeToggle } from './SchemeToggle.tsx';

/** What stands around the screens for people who are not signed in: a desk with one card on it. */
export function Entrance() {
  return (
    <div className={styles.desk}>
      <header className={styles.header}>
        <Brand />
        <SchemeToggle />
      </header>
      <main className={styles.card}>
        <Outlet />
      </main>
    </div>
  );
}
