import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { numberReport } from '../../../domain/document/numbering.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { type KeyGroup, useListedKeys } from '../../shell/key-register.ts';
import { RemoveSection } from './RemoveSection.tsx';
import { useReordering } from './reordering.ts';
import type { Report, Section } from './report.ts';
import { SectionForm } from './SectionForm.tsx';
import styles from './SectionList.module.css';
import { SectionRow } from './SectionRow.tsx';

type Dialog = { kind: 'none' } | { kind: 'add' } | { kind: 'edit' | 'remove'; section: Section };

const settingsKeys: KeyGroup = {
  name: 'Order of sections',
  bindings: [
    { keys: 'Alt+↑', does: 'Move the section up' },
    { keys: 'Alt+↓', does: 'Move the section down' },
  ],
};

/** The sections in their order, each with who writes it and by when. */
export function SectionList({ report }: { report: Report }) {
  const { sections, mayCoordinate } = report;
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const numbers = useMemo(() => numberReport(sections), [sections]);
  const reordering = useReordering(report);
  useListedKeys(settingsKeys);
  const close = () => setDialog({ kind: 'none' });

  return (
    <section aria-labelledby="sections">
      <div className={styles.top}>
        <h2 id="sections">Sections</h2>
        {mayCoordinate && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.6} aria-hidden />}
            onClick={() => setDialog({ kind: 'add' })}
          >
            Add a section
          </Button>
        )}
      </div>
      {sections.length === 0 ? (
        <p className={styles.empty}>
          This report has no section yet. A section is what one state leads, what is cleared, and what is
          written in by several at once.
        </p>
      ) : (
        <ol className={styles.list} ref={reordering.listRef} data-dragging={reordering.dragged !== null}>
          {sections.map((section, index) => (
            <SectionRow
              key={section.id}
              report={report}
              section={section}
              number={numbers.get(section.id)?.number ?? null}
              place={{ index, count: sections.length }}
              reordering={reordering}
              onEdit={() => setDialog({ kind: 'edit', section })}
              onRemove={() => setDialog({ kind: 'remove', section })}
            />
          ))}
        </ol>
      )}
      <FormAlert error={reordering.error} />
      <p role="status" className="visually-hidden">
        {reordering.announcement}
      </p>
      {dialog.kind === 'add' && <SectionForm report={report} section={null} onClose={close} />}
      {dialog.kind === 'edit' && <SectionForm report={report} section={dialog.section} onClose={close} />}
      {dialog.kind === 'remove' && (
        <RemoveSection reportId={report.id} section={dialog.section} onClose={close} />
      )}
    </section>
  );
}
