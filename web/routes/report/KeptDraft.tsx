import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { type Draft, lackingText, lackingWords } from '../../editor/drafts.ts';
import styles from './KeptDraft.module.css';

/** How old a draft is that is told at once, in milliseconds; older ones wait in their section. */
const JUST_NOW_MS = 20_000;

/** Text that was not taken: what happened to it first, then the text itself to copy. */
export function KeptDraft({ draft, onDrop }: { draft: Draft; onDrop: () => void }) {
  const place = useRef<HTMLTextAreaElement>(null);
  // Whoever was just stopped is still typing: the keys must land where they do no harm, and the message in view.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement !== document.body && !activeElement?.matches('h2, .writing')) return;
    if (Date.now() - draft.at > JUST_NOW_MS) return;
    place.current?.focus();
    place.current?.scrollIntoView({ block: 'center' });
  }, [draft.at]);

  const [isWhole, setWhole] = useState(draft.unsaved.length === 0);
  const clipboard = useClipboard();
  const text = isWhole ? draft.whole : lackingText(draft);
  return (
    <section className={styles.draft} aria-label="Your text that was not saved" role="alert">
      <p className={styles.message}>{draft.message}</p>
      <p>
        {lackingWords(draft)} Here is the text as you had it,{' '}
        {draft.kept === 'on_device'
          ? 'kept on this device until you remove it.'
          : 'on this screen only, since this browser stores nothing: copy it before you leave the page.'}
      </p>
      {draft.deleted.length > 0 && (
        <details>
          <summary>What you had deleted</summary>
          {draft.deleted.map((each) => (
            <p key={each}>{each}</p>
          ))}
        </details>
      )}
      <textarea
        ref={place}
        className={styles.text}
        readOnly
        // A space would scroll the page away from the message.
        onKeyDown={(event) => {
          if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.preventDefault();
        }}
        aria-label="Your text"
        value={text}
        rows={Math.min(12, text.split('\n').length + 1)}
      />
      <Group gap="xs">
        <Button size="compact-sm" onClick={() => clipboard.copy(text)}>
          {clipboard.copied ? 'Copied' : 'Copy'}
        </Button>
        {draft.unsaved.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Only what is not saved' : 'The whole section as I had it'}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDrop}>
          Remove this text
        </Button>
      </Group>
    </section>
  );
}
