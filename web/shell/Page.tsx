import { type ReactNode, useEffect } from 'react';
import styles from './Page.module.css';

/** Names the window after the screen: "People · Rapporteur". Null leaves it as it is, while the name is not known yet. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Rapporteur`;
  }, [title]);
}

type PageProps = {
  title: string;
  /** Beside the heading: what can be done here. */
  actions?: ReactNode;
  /** One or two sentences under the heading. */
  lead?: ReactNode;
  /** `narrow` for forms and reading, `wide` for lists and tables. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
};

/** A screen with a heading, named in the window's title. */
export function Page({ title, actions, lead, width = 'wide', children }: PageProps) {
  usePageTitle(title);
  return (
    <div className={styles.page} data-width={width}>
      <div className={styles.top}>
        <h1 className={styles.heading}>{title}</h1>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
    </div>
  );
}
