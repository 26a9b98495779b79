import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import {
  POSITION_KINDS,
  POSITION_NAMES,
  POSITIONS_WITH_TEXT,
  type PositionKind,
} from '../../../domain/workflow/positions.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';

const MEANINGS: Record<PositionKind, string> = {
  cleared: 'The state agrees to the text as it stands.',
  cleared_with_comment: 'It agrees, and says something to it.',
  ad_referendum: 'The negotiator agrees; the capital has still to confirm.',
  reserve: 'Withheld until studied.',
  objection: 'It does not agree to this text.',
  abstains: 'It neither agrees nor stands in the way.',
  not_participating: 'It takes no part in this section.',
};

type PositionFormProps = {
  reportId: string;
  sectionId: string;
  /** Of the text that the person saw: the position binds to it. */
  digest: string;
  /** The state's position until now. */
  before: PositionKind | null;
  /** What to do when the text is another by now. */
  whenChanged: ReactNode;
  onCancel: () => void;
  onTaken: () => void;
};

/** Takes the position of one's state on the text that one saw. */
export function PositionForm(props: PositionFormProps) {
  const { reportId, sectionId, digest, before, whenChanged, onCancel, onTaken } = props;
  const client = useQueryClient();
  const [kind, setKind] = useState<PositionKind | null>(before);
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const take = useMutation({
    mutationFn: (json: { kind: PositionKind; comment: string; digest: string }) =>
      answerOf(api.sections[':id'].positions.$post({ param: { id: sectionId }, json })),
    onSuccess: async () => {
      onTaken();
      await Promise.all(
        [keys.report(reportId), keys.clearance(reportId), keys.reports].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  const needsText = kind !== null && POSITIONS_WITH_TEXT.includes(kind);
  const isChanged = take.error instanceof DomainError && take.error.code === 'conflict';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (kind === null) setMissing(true);
        else take.mutate({ kind, comment: comment.trim(), digest });
      }}
    >
      <Radio.Group
        label="Position"
        value={kind}
        error={missing && kind === null && 'Choose a position.'}
        errorProps={{ role: 'alert' }}
        onChange={(value) => setKind(POSITION_KINDS.find((each) => each === value) ?? null)}
      >
        <Stack gap="xs" mt="xs">
          {POSITION_KINDS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={POSITION_NAMES[each]}
              description={MEANINGS[each]}
              data-autofocus={each === (before ?? POSITION_KINDS[0]) || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        mt="md"
        mb="sm"
        label={needsText ? 'What the state says' : 'Comment'}
        description="Every delegation can read it."
        required={needsText}
        autosize
        minRows={2}
        maxLength={10_000}
        value={comment}
        error={fieldError(take.error, 'comment')}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <FormAlert error={take.error} paths={['comment']} />
      {isChanged && whenChanged}
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={isChanged} loading={take.isPending}>
          Take this position
        </Button>
      </Group>
    </form>
  );
}
