import { IconMessage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Numbered } from '../../../domain/document/numbering.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { PositionSign } from './PositionSign.tsx';
import styles from './ReportContents.module.css';
import { presenceQuery, type Report } from './report-data.ts';
import { StageSign } from './StageSign.tsx';

type ReportContentsProps = {
  report: Report;
  numbers: Map<string, Numbered>;
  /** The section at the top of the window. */
  inView: string | null;
  onGo: (sectionId: string) => void;
};

/** The sections of the report: how far each is, what my state says to it, and who is in it now. */
export function ReportContents({ report, numbers, inView, onGo }: ReportContentsProps) {
  const presence = useQuery(presenceQuery(report.id));
  const here = new Map((presence.data ?? []).map(({ sectionId, people }) => [sectionId, people]));
  return (
    <nav aria-label="Contents" className={styles.contents}>
      <ol className={styles.list}>
        {report.sections.map((section) => {
          const number = numbers.get(section.id)?.number;
          const people = here.get(section.id) ?? [];
          return (
            <li key={section.id}>
              <a
                href={`#section-${section.id}`}
                className={styles.link}
                aria-current={section.id === inView ? 'location' : undefined}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  onGo(section.id);
                }}
              >
                <span className={styles.title}>
                  {number && <span className={styles.number}>{number}</span>}
                  <span>{section.title}</span>
                </span>
                <span className={styles.facts}>
                  <StageSign stage={section.stage} />
                  {section.myPosition && <PositionSign position={section.myPosition} words="read" />}
                  {section.openThreads > 0 && (
                    <span className={styles.threads}>
                      <IconMessage size={14} stroke={1.8} aria-hidden />
                      {section.openThreads}
                      <span className="visually-hidden">
                        {section.openThreads === 1 ? ' open comment' : ' open comments'}
                      </span>
                    </span>
                  )}
                  {people.length > 0 && (
                    <span className={styles.people}>
                      <span className="visually-hidden">Here now: </span>
                      {people.map((person) => (
                        <DelegationTag
                          key={person.id}
                          code={person.code}
                          tone={person.tone}
                          name={person.name}
                        />
                      ))}
                    </span>
                  )}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
