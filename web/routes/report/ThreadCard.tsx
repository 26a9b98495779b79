import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { Moment } from '../../time/Moment.tsx';
import { useAction } from './actions.ts';
import type { Thread } from './report-data.ts';
import styles from './ThreadCard.module.css';

type ThreadCardProps = {
  thread: Thread;
  reportId: string;
  sectionId: string;
  /** Whether the words it is about are still in the text. */
  isAnchored: boolean;
  isFocused: boolean;
  mayComment: boolean;
  onFocus: () => void;
};

/** A thread: what it is about, what was said, and the answer. */
export function ThreadCard(props: ThreadCardProps) {
  const { thread, reportId, sectionId, isAnchored, isFocused, mayComment, onFocus } = props;
  const [reply, setReply] = useState('');
  const [isReplying, setReplying] = useState(false);
  const hasField = isFocused || reply.trim() !== '';
  const touched = [keys.threads(sectionId), keys.report(reportId)];
  const param = { id: thread.id };
  const send = useAction(
    'Reply',
    (body: string) => answerOf(api.threads[':id'].replies.$post({ param, json: { body } })),
    touched,
  );
  const settle = useAction(
    thread.resolvedAt ? 'Reopen' : 'Resolve',
    async () =>
      thread.resolvedAt
        ? await answerOf(api.threads[':id'].reopen.$post({ param }))
        : await answerOf(api.threads[':id'].resolve.$post({ param })),
    touched,
  );
  const submit = () => {
    if (reply.trim() !== '') send.mutate(reply.trim(), { onSuccess: () => setReply('') });
  };
  return (
    <article
      className={styles.card}
      data-focused={isFocused || undefined}
      data-resolved={thread.resolvedAt ? true : undefined}
      aria-label={`Comment on “${thread.quote.slice(0, 60)}”`}
      onFocus={onFocus}
    >
      <button type="button" className={styles.quote} onClick={onFocus}>
        {thread.quote}
      </button>
      {(!isAnchored || thread.visibility === 'delegation') && (
        <p className={styles.note}>
          {thread.visibility === 'delegation' && `Only ${thread.delegation.code} sees this. `}
          {!isAnchored && 'These words are no longer in the text.'}
        </p>
      )}
      {thread.comments.map((comment) => (
        <div key={comment.id} className={styles.comment}>
          <p className={styles.who}>
            <DelegationTag code={comment.author.code} tone={comment.author.tone} />
            <b>{comment.author.name}</b>
            <Moment at={comment.createdAt} detail="short" />
          </p>
          <p className={styles.body}>{comment.body}</p>
        </div>
      ))}
      {mayComment && hasField && !thread.resolvedAt && (
        <Textarea
          size="xs"
          aria-label="Reply"
          placeholder="Reply… (Ctrl Enter sends)"
          autoFocus={isReplying}
          onBlur={() => setReplying(false)}
          autosize
          minRows={1}
          value={reply}
          onChange={(event) => setReply(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
      )}
      {mayComment && (
        <div className={styles.actions}>
          {!hasField && !thread.resolvedAt && (
            <Button
              size="compact-xs"
              variant="subtle"
              // The card moves to its words when it gets the focus: not between pressing and letting go.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                setReplying(true);
                onFocus();
              }}
            >
              Reply
            </Button>
          )}
          {reply.trim() !== '' && (
            <Button size="compact-xs" onClick={submit} loading={send.isPending}>
              Reply
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={settle.isPending}
            onClick={() => settle.mutate(undefined)}
          >
            {thread.resolvedAt ? 'Reopen' : 'Resolve'}
          </Button>
        </div>
      )}
    </article>
  );
}
