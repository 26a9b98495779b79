import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import styles from './FindBar.module.css';
import { endFind, find, findCount, replace, step } from './find.ts';
import { useEditorState } from './use-editor-state.ts';

/** Finds in the text of the section that is open, and replaces when asked to. Enter and Shift-Enter go on and back. */
export function FindBar({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [by, setBy] = useState('');
  const [replaces, setReplaces] = useState(false);
  const count = useEditorState(editor, ({ state }) => {
    const { total, current } = findCount(state);
    return total === 0 ? '' : `${current} of ${total}`;
  });
  useEffect(() => {
    if (!editor.isDestroyed) find(editor.view, query);
  }, [editor, query]);
  const close = () => {
    endFind(editor.view);
    onClose();
  };
  return (
    <search
      className={styles.bar}
      aria-label="Find in this section"
      // A click beside its fields keeps the focus in it, and with it the way out by Escape.
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <TextInput
        size="xs"
        w="10rem"
        aria-label="Find"
        placeholder="Find in this section"
        data-autofocus
        autoFocus
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          step(editor.view, event.shiftKey ? -1 : 1);
        }}
      />
      <span className={styles.count} role="status">
        {query === '' ? '' : count || 'Not found'}
      </span>
      <ActionIcon variant="subtle" color="gray" aria-label="Previous" onClick={() => step(editor.view, -1)}>
        <IconChevronUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label="Next" onClick={() => step(editor.view, 1)}>
        <IconChevronDown size={16} aria-hidden />
      </ActionIcon>
      {replaces ? (
        <>
          <TextInput
            size="xs"
            w="10rem"
            aria-label="Replace by"
            placeholder="Replace by"
            // It comes because it was just asked for, in place of the button that had the focus.
            autoFocus
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            variant="default"
            // Not `disabled`: after the last replacement the focus must not fall out of the bar.
            data-disabled={count === '' || undefined}
            aria-disabled={count === ''}
            onClick={() => count !== '' && replace(editor.view, by, 'current')}
          >
            Replace
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            // Not `disabled`: after the last replacement the focus must not fall out of the bar.
            data-disabled={count === '' || undefined}
            aria-disabled={count === ''}
            onClick={() => count !== '' && replace(editor.view, by, 'all')}
          >
            Replace all
          </Button>
        </>
      ) : (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setReplaces(true)}>
          Replace…
        </Button>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label="Close find" onClick={close}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </search>
  );
}
