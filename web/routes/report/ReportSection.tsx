import type { ReactNode } from 'react';
import type { Numbered } from '../../../domain/document/numbering.ts';
import { NoAnswer } from '../../shell/Answered.tsx';
import { Waiting } from '../../shell/Waiting.tsx';
import styles from './ReportSection.module.css';
import type { Section } from './report-data.ts';
import type { TextFailure } from './report-texts.ts';

type ReportSectionProps = {
  section: Section;
  number: Numbered | undefined;
  line: ReactNode;
  /** The text to read; null while it is fetched, or while the editor shows it. */
  text: ReactNode;
  failure: TextFailure | undefined;
  editor: ReactNode;
  draft: ReactNode;
  isEmpty: boolean;
  isWriting: boolean;
  onWrite: (() => void) | null;
};

/** One section on the page: its title, the line under it, and its text, to read or to write. */
export function ReportSection(props: ReportSectionProps) {
  const { section, number, line, text, editor, draft, failure, isEmpty, isWriting, onWrite } = props;
  const headingId = `section-${section.id}`;
  return (
    <section className={styles.section} data-section={section.id} aria-labelledby={headingId}>
      <h2
        id={headingId}
        className={styles.heading}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.target !== event.currentTarget || !onWrite) return;
          event.preventDefault();
          onWrite();
        }}
      >
        {number && <span className={styles.number}>{number.number}.</span>}
        <span>{section.title}</span>
        {onWrite && !isWriting && (
          <button type="button" className={styles.write} onClick={onWrite}>
            Write <span className="visually-hidden">in {section.title}</span>
          </button>
        )}
      </h2>
      {line}
      {draft}
      {text ?? (editor === null && !isEmpty && <NoText title={section.title} failure={failure} />)}
      {isEmpty && !isWriting && (
        <p className={styles.empty}>
          Nothing is written here yet.
          {onWrite ? (
            <button type="button" className={styles.begin} onClick={onWrite}>
              Begin
            </button>
          ) : (
            !section.may.write.allowed && ` ${section.may.write.why}`
          )}
        </p>
      )}
      {editor}
    </section>
  );
}

function NoText({ title, failure }: { title: string; failure: TextFailure | undefined }) {
  const what = `the text of “${title}”`;
  return failure ? (
    <NoAnswer error={failure.error} what={what} onRetry={failure.retry} />
  ) : (
    <Waiting what={what} />
  );
}
