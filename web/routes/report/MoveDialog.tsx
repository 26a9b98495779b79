import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shell/Dialog.tsx';
import styles from './MoveDialog.module.css';
import type { Report, Section } from './report-data.ts';
import { stepWords } from './step-words.ts';

type MoveDialogProps = {
  step: Section['may']['moves'][number];
  report: Report;
  section: Section;
  isPending: boolean;
  onClose: () => void;
  /** `reason` is undefined for a step that needs none. */
  onMove: (reason: string | undefined) => void;
};

/**
 * Asks before a section takes a step, which changes at once what everybody may do in it: says what it means and what
 * is missing, and for a step back wants the reason.
 */
export function MoveDialog({ step, report, section, isPending, onClose, onMove }: MoveDialogProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const isBack = step.reason === 'needed';
  const { means, mind } = stepWords(step.to, { report, section });
  return (
    <Dialog title={`${step.label}: ${section.title}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isBack && reason.trim() === '') setMissing(true);
          else onMove(isBack ? reason.trim() : undefined);
        }}
      >
        <p className={styles.means}>{means}</p>
        {mind.length > 0 && (
          <ul className={styles.mind}>
            {mind.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {isBack && (
          <Textarea
            mt="md"
            label="Reason"
            description="Every delegation can read it in the activity."
            autosize
            minRows={3}
            required
            data-autofocus
            value={reason}
            error={missing && reason.trim() === '' && 'Say why: it is recorded.'}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} data-autofocus={isBack ? undefined : true}>
            {step.label}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
