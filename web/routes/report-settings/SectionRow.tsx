import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots, IconGripVertical } from '@tabler/icons-react';
import { STAGE_NAMES } from '../../../domain/workflow/stages.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { Moment } from '../../time/Moment.tsx';
import type { Reordering } from './reordering.ts';
import type { Report, Section } from './report.ts';
import styles from './SectionList.module.css';

type SectionRowProps = {
  report: Report;
  section: Section;
  /** I, II, Annex I; null for a summary. */
  number: string | null;
  place: { index: number; count: number };
  reordering: Reordering;
  onEdit: () => void;
  onRemove: () => void;
};

/** One section: its place, what it is, who writes it, by when. */
export function SectionRow(props: SectionRowProps) {
  const { report, section, number, place, reordering, onEdit, onRemove } = props;
  const { dragged, pendingId } = reordering;
  const drop =
    dragged === null
      ? undefined
      : dragged.insertion === place.index
        ? 'before'
        : dragged.insertion === place.count && place.index === place.count - 1
          ? 'after'
          : undefined;
  return (
    <li
      className={styles.row}
      data-drop={drop}
      data-dragged={dragged?.sectionId === section.id || undefined}
      aria-busy={pendingId === section.id}
    >
      {report.mayCoordinate && (
        <button
          type="button"
          className={styles.handle}
          data-handle={section.id}
          aria-label={`Move ${section.title}: drag, or Alt and arrow keys`}
          {...reordering.handle(section.id)}
        >
          <IconGripVertical size={16} stroke={1.6} aria-hidden />
        </button>
      )}
      <div className={styles.what}>
        <p className={styles.title}>
          {number !== null && <span className={styles.number}>{number}.</span>} {section.title}
        </p>
        <p className={styles.facts}>
          <span className={styles.stage} data-stage={section.stage}>
            {STAGE_NAMES[section.stage]}
          </span>
          <Writers report={report} section={section} />
          {section.dueAt !== null && (
            <span>
              Due <Moment at={section.dueAt} />
            </span>
          )}
        </p>
      </div>
      {report.mayCoordinate && (
        <div className={styles.actions}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={styles.arrow}
            aria-label={`Move ${section.title} up`}
            disabled={place.index === 0}
            onClick={() => reordering.moveBy(section.id, -1)}
          >
            <IconArrowUp size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={styles.arrow}
            aria-label={`Move ${section.title} down`}
            disabled={place.index === place.count - 1}
            onClick={() => reordering.moveBy(section.id, 1)}
          >
            <IconArrowDown size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${section.title}: more`}>
                <IconDots size={16} stroke={1.6} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onEdit}>Edit…</Menu.Item>
              <Menu.Item onClick={onRemove}>Remove…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </li>
  );
}

function Writers({ report, section }: { report: Report; section: Section }) {
  const stateOf = (id: string) => report.delegations.find((delegation) => delegation.id === id);
  const lead = stateOf(section.leadDelegationId);
  const contributors = section.contributorIds
    .filter((id) => id !== section.leadDelegationId)
    .flatMap((id) => stateOf(id) ?? []);
  const penHolder = report.people.find(({ id }) => id === section.penHolderId);
  return (
    <>
      {lead !== undefined && (
        <span>
          Lead <DelegationTag code={lead.code} tone={lead.tone} name={lead.shortName} />
        </span>
      )}
      {contributors.length > 0 && (
        <span className={styles.tags}>
          With{' '}
          {contributors.map(({ id, code, tone, shortName }) => (
            <DelegationTag key={id} code={code} tone={tone} name={shortName} />
          ))}
        </span>
      )}
      <span>{penHolder === undefined ? 'No pen-holder' : `Pen: ${penHolder.name}`}</span>
    </>
  );
}
