import { Button, Group, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { SelectedText } from '../../editor/SectionEditor.tsx';
import { useReturnedFocus } from '../../shell/use-returned-focus.ts';
import { useAction } from './actions.ts';
import styles from './ThreadCard.module.css';

export type Composing = SelectedText & { sectionId: string };

type CommentComposerProps = {
  reportId: string;
  composing: Composing;
  /** The tag of the person's own delegation. */
  code: string;
  onClose: () => void;
  onOpened: (threadId: string) => void;
};

/** A new comment on the words that were selected. */
export function CommentComposer({ reportId, composing, code, onClose, onOpened }: CommentComposerProps) {
  const { sectionId, ...selected } = composing;
  useReturnedFocus();
  const [body, setBody] = useState('');
  const [visibility, setVisibility] = useState<'all' | 'delegation'>('all');
  const open = useAction(
    'Comment',
    () =>
      answerOf(
        api.sections[':id'].threads.$post({
          param: { id: sectionId },
          json: { ...selected, visibility, body: body.trim() },
        }),
      ),
    [keys.threads(sectionId), keys.text(sectionId), keys.report(reportId)],
  );
  const submit = () => {
    if (body.trim() !== '') open.mutate(undefined, { onSuccess: ({ id }) => onOpened(id) });
  };
  return (
    <form
      className={styles.card}
      data-focused
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      <p className={styles.quote}>{composing.quote}</p>
      <Textarea
        size="xs"
        mt="xs"
        aria-label="Comment"
        placeholder="Comment… (Ctrl Enter sends)"
        autosize
        minRows={2}
        autoFocus
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Radio.Group
        mt="xs"
        aria-label="Who can read it"
        value={visibility}
        onChange={(value) => setVisibility(value === 'delegation' ? 'delegation' : 'all')}
      >
        <Group gap="md">
          <Radio size="xs" value="all" label="All delegations" />
          <Radio size="xs" value="delegation" label={`Only ${code}`} />
        </Group>
      </Radio.Group>
      <div className={styles.actions}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button size="compact-xs" type="submit" loading={open.isPending} disabled={body.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  );
}
