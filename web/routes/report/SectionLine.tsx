import { Button } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { DueDate } from '../../time/DueDate.tsx';
import { useAction } from './actions.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { PositionSign } from './PositionSign.tsx';
import type { Delegation, Report, Section } from './report-data.ts';
import styles from './SectionLine.module.css';
import { StageSign } from './StageSign.tsx';
import { TakePosition } from './TakePosition.tsx';

type Move = Section['may']['moves'][number];
type SectionLineProps = {
  report: Report;
  section: Section;
  mine: Delegation | undefined;
  digest: string | null;
};

/** The slim line under a section's title: how far it is, whose it is, and the steps that I can take. */
export function SectionLine({ report, section, mine, digest }: SectionLineProps) {
  const [asked, setAsked] = useState<Move | null>(null);
  const [takes, setTakes] = useState(false);
  const move = useAction(
    'Stage',
    ({ to, reason }: { to: Move['to']; reason?: string }) =>
      answerOf(api.sections[':id'].stage.$post({ param: { id: section.id }, json: { to, reason } })),
    [keys.report(report.id)],
  );
  const lead = report.delegations.find(({ id }) => id === section.leadDelegationId);
  const penHolder = report.people.find(({ id }) => id === section.penHolderId);
  const possible = section.may.moves.filter(({ verdict }) => verdict.allowed);
  const forward = section.may.moves.find(({ reason }) => reason === 'none');
  const waits = forward && !forward.verdict.allowed ? forward.verdict.why : null;

  return (
    <div className={styles.line}>
      <StageSign stage={section.stage} />
      {lead && (
        <span className={styles.fact}>
          <DelegationTag code={lead.code} tone={lead.tone} name={lead.shortName} />
          {penHolder ? penHolder.name : 'leads'}
        </span>
      )}
      {section.dueAt && section.stage !== 'agreed' && (
        <span className={styles.fact}>
          <DueDate at={section.dueAt} before="due" />
        </span>
      )}
      {mine && (section.stage === 'clearance' || section.myPosition) && (
        <span className={styles.fact}>
          {mine.code}: <PositionSign position={section.myPosition} />
        </span>
      )}
      <span className={styles.actions}>
        {section.may.takePosition.allowed && digest && (
          <Button size="compact-sm" variant="filled" onClick={() => setTakes(true)}>
            {section.myPosition ? 'Change position…' : 'Take position…'}
          </Button>
        )}
        {possible.map((step) => (
          <Button
            key={step.to}
            size="compact-sm"
            variant={step.reason === 'none' ? 'default' : 'subtle'}
            color={step.reason === 'none' ? undefined : 'gray'}
            onClick={() => setAsked(step)}
          >
            {step.label}…
          </Button>
        ))}
        {waits && forward && report.mayCoordinate && (
          <span className={styles.waits}>
            {forward.label}: {waits}
          </span>
        )}
        <a href={`/reports/${report.id}/sections/${section.id}/versions`} className={styles.link}>
          Versions
        </a>
      </span>
      {asked && (
        <MoveDialog
          step={asked}
          report={report}
          section={section}
          isPending={move.isPending}
          onClose={() => setAsked(null)}
          onMove={(reason) => move.mutate({ to: asked.to, reason }, { onSuccess: () => setAsked(null) })}
        />
      )}
      {takes && mine && digest && (
        <TakePosition
          reportId={report.id}
          section={section}
          delegation={mine}
          digest={digest}
          onClose={() => setTakes(false)}
        />
      )}
    </div>
  );
}
