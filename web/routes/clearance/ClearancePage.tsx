import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useSignedIn } from '../../api/me.ts';
import { reportQuery } from '../../api/queries.ts';
import { Answered } from '../../shell/Answered.tsx';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import type { Report } from '../report/report-data.ts';
import { ClearanceGrid } from './ClearanceGrid.tsx';
import { ClearanceList } from './ClearanceList.tsx';
import styles from './ClearancePage.module.css';
import { type Clearance, clearanceQuery } from './clearance-data.ts';
import { PositionDrawer } from './PositionDrawer.tsx';
import { tableFacts } from './table-facts.ts';
import { useChangedCells } from './use-changed-cells.ts';
import { useProjector } from './use-projector.ts';

/** Where each state stands on each section, and what holds a section up. */
export function ClearancePage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId/clearance' });
  const { projector } = useSearch({ from: '/inside/reports/$reportId/clearance' });
  const report = useQuery(reportQuery(reportId));
  const clearance = useQuery(clearanceQuery(reportId));
  const mode = projector === 1 ? 'on' : 'off';
  useProjector(mode);
  return (
    <AnsweredReport query={report} screen="Clearance">
      {(facts) => (
        <div className={styles.whole} data-projector={mode === 'on' || undefined}>
          <ReportHeader report={facts} screen="Clearance">
            {facts.sections.length > 0 && <ProjectorButton mode={mode} />}
          </ReportHeader>
          <div className={styles.page}>
            <Answered query={clearance} what="the positions">
              {(table) => <Table report={facts} clearance={table} mode={mode} />}
            </Answered>
          </div>
        </div>
      )}
    </AnsweredReport>
  );
}

type Open = { sectionId: string; stateId: string };

function Table({ report, clearance, mode }: { report: Report; clearance: Clearance; mode: 'on' | 'off' }) {
  const me = useSignedIn();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const changed = useChangedCells(clearance);
  const [open, setOpen] = useState<Open | null>(null);
  const facts = tableFacts(report, clearance);
  const mine = me?.person.delegation.id ?? null;
  const column = facts.columns.find(({ id }) => id === open?.sectionId);
  const state = facts.states.find(({ id }) => id === open?.stateId);
  const common = {
    reportId: report.id,
    facts,
    onOpen: (section: { id: string }, of: { id: string }) =>
      setOpen({ sectionId: section.id, stateId: of.id }),
  };
  if (facts.columns.length === 0 || facts.states.length === 0)
    return (
      <p className={styles.empty}>
        {facts.columns.length === 0
          ? 'The report has no section yet. What the states say to each will stand here.'
          : 'There is no participating state yet. Coordinators add them under People.'}
      </p>
    );
  return (
    <>
      {isNarrow ? (
        <ClearanceList {...common} />
      ) : (
        <ClearanceGrid {...common} mine={mine} changed={changed.cells} />
      )}
      <p role="status" className="visually-hidden">
        {changed.words}
      </p>
      {column && state && (
        <PositionDrawer
          key={`${column.id} ${state.id}`}
          report={report}
          column={column}
          state={state}
          facts={facts}
          mine={mine}
          names={mode === 'on' ? 'hidden' : 'shown'}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function ProjectorButton({ mode }: { mode: 'on' | 'off' }) {
  const navigate = useNavigate({ from: '/reports/$reportId/clearance' });
  const Sign = mode === 'on' ? IconArrowsMinimize : IconArrowsMaximize;
  return (
    <Button
      size="compact-sm"
      variant="default"
      className={styles.projector}
      leftSection={<Sign size={14} stroke={1.6} aria-hidden />}
      onClick={() => void navigate({ search: { projector: mode === 'on' ? undefined : 1 }, replace: true })}
    >
      {mode === 'on' ? 'Leave the projector' : 'Projector'}
    </Button>
  );
}
