import { TextInput } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { NodeJson } from '../../domain/document/outline.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { insertCrossReference } from './commands.ts';
import styles from './ReferencePicker.module.css';
import { type ReferenceTarget, targetsFor } from './reference-targets.ts';

const MOST_SHOWN = 60;

/** Everything that can be referred to, where the section being written holds `own` now. */
export type Targets = (own: NodeJson) => ReferenceTarget[];

type ReferencePickerProps = { editor: Editor; targets: Targets; onClose: () => void };

/** Chooses what a cross-reference points to: by number or by words. */
export function ReferencePicker({ editor, targets, onClose }: ReferencePickerProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const all = useMemo(() => targets(editor.getJSON() as NodeJson), [targets, editor]); // of our schema
  const found = useMemo(() => targetsFor(all, query).slice(0, MOST_SHOWN), [all, query]);
  const choose = (target: ReferenceTarget | undefined) => {
    if (!target) return;
    onClose();
    insertCrossReference(editor, target.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') choose(found[at]);
    else return;
    event.preventDefault();
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title="Refer to" onClose={onClose} size="lg">
      <TextInput
        label="Number or words"
        placeholder="12, table 3, crypto exchange…"
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* The focus stays in the field above, as the combobox pattern wants it. */}
      <div role="listbox" id={`${id}-list`} aria-label="What can be referred to" className={styles.list}>
        {found.map((target, index) => (
          <div
            key={target.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.option}
            onClick={() => choose(target)}
            onKeyDown={(event) => event.key === 'Enter' && choose(target)}
          >
            <span className={styles.label}>{target.label}</span>
            <span className={styles.excerpt}>{target.excerpt}</span>
          </div>
        ))}
        {found.length === 0 && <p className={styles.none}>Nothing in this report fits.</p>}
      </div>
    </Dialog>
  );
}
