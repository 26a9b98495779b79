import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  POSITION_KINDS,
  POSITION_NAMES,
  POSITIONS_WITH_TEXT,
  type PositionKind,
} from '../../../domain/workflow/positions.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Dialog } from '../../shell/Dialog.tsx';
import { useAction } from './actions.ts';
import type { Delegation, Section } from './report-data.ts';

const MEANINGS: Record<PositionKind, string> = {
  cleared: 'The state agrees to the text as it stands.',
  cleared_with_comment: 'It agrees, and says something to it.',
  ad_referendum: 'The negotiator agrees; the capital has still to confirm.',
  reserve: 'Withheld until studied.',
  objection: 'It does not agree to this text.',
  abstains: 'It neither agrees nor stands in the way.',
  not_participating: 'It takes no part in this section.',
};

type TakePositionProps = {
  reportId: string;
  section: Section;
  delegation: Delegation;
  /** Of the text that is on the screen: the position binds to it. */
  digest: string;
  onClose: () => void;
};

/** Takes a state's position on a section. It binds to the text that was seen, and goes stale when that changes. */
export function TakePosition({ reportId, section, delegation, digest, onClose }: TakePositionProps) {
  const [kind, setKind] = useState<PositionKind | null>(section.myPosition?.kind ?? null);
  const [comment, setComment] = useState('');
  const take = useAction(
    'Position',
    (position: { kind: PositionKind; comment: string }) =>
      answerOf(
        api.sections[':id'].positions.$post({ param: { id: section.id }, json: { ...position, digest } }),
      ),
    [keys.report(reportId), keys.clearance(reportId)],
  );
  const needsText = kind !== null && POSITIONS_WITH_TEXT.includes(kind);
  const canTake = kind !== null && (!needsText || comment.trim() !== '');
  return (
    <Dialog title={`Position of ${delegation.shortName} on “${section.title}”`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (kind && canTake) take.mutate({ kind, comment: comment.trim() }, { onSuccess: onClose });
        }}
      >
        <Radio.Group
          label="Position"
          value={kind}
          onChange={(value) => setKind(POSITION_KINDS.find((each) => each === value) ?? null)}
        >
          <Stack gap="xs" mt="xs">
            {POSITION_KINDS.map((each) => (
              <Radio key={each} value={each} label={POSITION_NAMES[each]} description={MEANINGS[each]} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          mt="md"
          label={needsText ? 'What the state says' : 'Comment'}
          description="Every delegation can read it."
          required={needsText}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!canTake} loading={take.isPending}>
            Take this position
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
