import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { inSentence } from '../../../domain/state-names.ts';
import { keys } from '../../api/keys.ts';
import { Dialog } from '../../shell/Dialog.tsx';
import { PositionForm } from '../clearance/PositionForm.tsx';
import type { Delegation, Section } from './report-data.ts';

type TakePositionProps = {
  reportId: string;
  section: Section;
  delegation: Delegation;
  /** Of the text that is on the screen when this opens: the position binds to it. */
  digest: string;
  onClose: () => void;
};

/** Takes a state's position on a section. It binds to the text that was seen, and goes stale when that changes. */
export function TakePosition({ reportId, section, delegation, digest, onClose }: TakePositionProps) {
  const client = useQueryClient();
  // The text behind this window may change while it is open; nobody has read the new one yet.
  const [seen] = useState(digest);
  return (
    <Dialog title={`Position of ${inSentence(delegation.shortName)} on “${section.title}”`} onClose={onClose}>
      <PositionForm
        reportId={reportId}
        sectionId={section.id}
        digest={seen}
        before={section.myPosition?.kind ?? null}
        whenChanged={
          <Button
            mt="sm"
            variant="default"
            onClick={() => {
              void client.invalidateQueries({ queryKey: keys.text(section.id) });
              onClose();
            }}
          >
            Read it as it is now
          </Button>
        }
        onCancel={onClose}
        onTaken={onClose}
      />
    </Dialog>
  );
}
