import { Button } from '@mantine/core';
import { IconListTree, IconMessage } from '@tabler/icons-react';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import styles from './DeskBar.module.css';
import type { Section } from './report-data.ts';
import { SavingNote } from './SavingNote.tsx';
import { SavingSign } from './SavingSign.tsx';
import { StageSign } from './StageSign.tsx';
import type { Writing } from './use-writing.ts';

type DeskBarProps = {
  /** The section being written, or else the one in view. */
  section: Section | undefined;
  writing: Writing;
  openThreads: number;
  isMarginOpen: boolean;
  toolbarRef: (element: HTMLElement | null) => void;
  onContents: () => void;
  onMargin: () => void;
};

/** The bar that stays while the text scrolls: where I am, or, while writing, the tools and the state of saving. */
export function DeskBar(props: DeskBarProps) {
  const { section, writing, openThreads, isMarginOpen, toolbarRef, onContents, onMargin } = props;
  const isWriting = writing.open !== null;
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.contents} onClick={onContents}>
        <IconListTree size={16} stroke={1.6} aria-hidden /> Contents
      </button>
      {/* The editor draws its toolbar here. */}
      <div className={styles.tools} ref={toolbarRef} hidden={!isWriting} />
      {!isWriting && section && (
        <p className={styles.where}>
          <StageSign stage={section.stage} words="read" />
          <span className={styles.title}>{section.title}</span>
          {!section.may.write.allowed && <span className={styles.why}>{section.may.write.why}</span>}
        </p>
      )}
      <div className={styles.end}>
        {isWriting && writing.people.length > 0 && (
          <span className={styles.people}>
            <span className="visually-hidden">Here now: </span>
            {writing.people.map((person) => (
              <DelegationTag key={person.userId} code={person.code} tone={person.tone} name={person.name} />
            ))}
          </span>
        )}
        {isWriting && <SavingSign saving={writing.saving} />}
        {writing.mustReload && (
          <Button size="compact-sm" color="red" onClick={() => window.location.reload()}>
            Reload: a newer version is out
          </Button>
        )}
        {section && !isWriting && section.may.write.allowed && (
          <Button size="compact-sm" onClick={() => writing.enter(section.id, null)}>
            Write
          </Button>
        )}
        <button type="button" className={styles.toggle} aria-pressed={isMarginOpen} onClick={onMargin}>
          <IconMessage size={16} stroke={1.6} aria-hidden />
          <span className={styles.word}>Comments</span> {openThreads > 0 && openThreads}
        </button>
      </div>
      {isWriting && <SavingNote saving={writing.saving} />}
    </div>
  );
}
