import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconChevronDown,
  IconItalic,
  IconLink,
  IconList,
  IconListLetters,
  IconMessagePlus,
  IconPhotoPlus,
  IconSearch,
  IconSuperscript,
  IconTablePlus,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { isInTable } from '@tiptap/pm/tables';
import { redo, undo, yUndoPluginKey } from '@tiptap/y-tiptap';
import { type ComponentType, useEffect, useRef } from 'react';
import type { SectionKind } from '../../domain/document/outline.ts';
import { isMac } from '../shell/is-mac.ts';
import {
  allowsMark,
  blockKind,
  insertFootnote,
  linkUnder,
  setBlockKind,
  toggleEmphasis,
} from './commands.ts';
import { keepOneStop, roving } from './roving.ts';
import { TableMenu } from './TableMenu.tsx';
import styles from './Toolbar.module.css';
import { useEditorState } from './use-editor-state.ts';

const KINDS = [
  { kind: 'paragraph', name: 'Numbered paragraph', keys: 'Mod+Alt+0' },
  { kind: 'unnumbered', name: 'Paragraph without number', keys: '' },
  { kind: 'heading2', name: 'Heading A', keys: 'Mod+Alt+2' },
  { kind: 'heading3', name: 'Heading 1', keys: 'Mod+Alt+3' },
  { kind: 'recommendation', name: 'Recommendation', keys: '' },
];

/** Where no paragraph has a number there is one kind of it. */
const KINDS_WITHOUT_NUMBERS = KINDS.filter(({ kind }) => kind !== 'unnumbered').map((each) =>
  each.kind === 'paragraph' ? { ...each, name: 'Paragraph' } : each,
);

const OTHER_KINDS: Record<string, string> = {
  cell: 'Text in a table',
  quotation: 'Quotation',
  bulletList: 'List',
  subparagraphList: 'Sub-paragraphs',
  footnote: 'Footnote',
};

export type ToolbarAsks = {
  onBoldRefused: () => void;
  onLink: () => void;
  onReference: () => void;
  onTable: () => void;
  onPicture: () => void;
  onFind: () => void;
  onComment: () => void;
};

type ToolbarProps = {
  editor: Editor;
  /** The kind of section, by which paragraphs have numbers. */
  section: SectionKind;
  asks: ToolbarAsks;
  /** Where its menus are drawn: outside of the row, which cuts off what is taller than itself. */
  place: HTMLElement;
};

/** What can be done to the text. One stop for Tab; arrows, Home and End go along it. */
export function Toolbar({ editor, section, asks, place }: ToolbarProps) {
  const stored = useEditorState(editor, ({ state }) => blockKind(state));
  const kinds = section === 'body' ? KINDS : KINDS_WITHOUT_NUMBERS;
  const kind = section !== 'body' && stored === 'unnumbered' ? 'paragraph' : stored;
  const inTable = useEditorState(editor, ({ state }) => isInTable(state));
  const bold = useEditorState(editor, ({ state, isActive }) =>
    stateOfMark(state, isActive.call(editor, 'bold'), 'bold'),
  );
  const italic = useEditorState(editor, ({ state, isActive }) =>
    stateOfMark(state, isActive.call(editor, 'italic'), 'italic'),
  );
  const linked = useEditorState(editor, ({ state }) => linkUnder(state) !== '');
  const mayCall = useEditorState(editor, ({ state }) => allowsMark(state, 'footnoteReference'));
  const mayRefer = useEditorState(editor, ({ state }) => allowsMark(state, 'crossReference'));
  const canUndo = useEditorState(editor, ({ state }) => Boolean(yUndoPluginKey.getState(state)?.hasUndoOps));
  const canRedo = useEditorState(editor, ({ state }) => Boolean(yUndoPluginKey.getState(state)?.hasRedoOps));
  const inFootnote = kind === 'footnote';
  const current = kinds.find((each) => each.kind === kind)?.name ?? OTHER_KINDS[kind] ?? 'Text';

  const bar = useRef<HTMLDivElement>(null);
  // After every rendering: any of them may have disabled the button that was the stop.
  useEffect(() => {
    if (bar.current) keepOneStop(bar.current);
  });

  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Writing" ref={bar} onKeyDown={roving}>
      <Menu
        position="bottom-start"
        withInitialFocusPlaceholder={false}
        // What is chosen goes back to the text by itself, and Escape to the button.
        returnFocus={false}
        portalProps={{ target: place }}
      >
        <Menu.Target>
          <button
            type="button"
            className={styles.kind}
            disabled={inFootnote || inTable}
            aria-label={`Kind of text: ${current}`}
          >
            <span>{current}</span>
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((each) => (
            <Menu.Item
              key={each.kind}
              aria-current={each.kind === kind}
              rightSection={<span className={styles.keys}>{keyWords(each.keys)}</span>}
              onClick={() => {
                setBlockKind(editor, each.kind);
                editor.view.focus();
              }}
            >
              {each.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={styles.rule} />
      <Tool
        name="Bold (recommendations only)"
        keys="Mod+B"
        icon={IconBold}
        {...shownAs(bold)}
        onPress={() => toggleEmphasis(editor, 'bold')}
        onRefused={asks.onBoldRefused}
      />
      <Tool
        name="Italic"
        keys="Mod+I"
        icon={IconItalic}
        {...shownAs(italic)}
        onPress={() => toggleEmphasis(editor, 'italic')}
      />
      <Tool name="Link" keys="Mod+Shift+K" icon={IconLink} pressed={linked} onPress={asks.onLink} />
      <span className={styles.rule} />
      <Tool
        name="Sub-paragraphs (a), (i)"
        keys="Mod+Shift+7"
        icon={IconListLetters}
        pressed={kind === 'subparagraphList'}
        disabled={inFootnote}
        onPress={() => setBlockKind(editor, 'subparagraphList')}
      />
      <Tool
        name="List"
        keys="Mod+Shift+8"
        icon={IconList}
        pressed={kind === 'bulletList'}
        disabled={inFootnote}
        onPress={() => setBlockKind(editor, 'bulletList')}
      />
      <Tool
        name="Quotation"
        keys=""
        icon={IconBlockquote}
        pressed={kind === 'quotation'}
        disabled={inFootnote || inTable}
        onPress={() => setBlockKind(editor, 'quotation')}
      />
      <span className={styles.rule} />
      <Tool
        name="Footnote"
        keys="Mod+Alt+F"
        icon={IconSuperscript}
        disabled={!mayCall}
        onPress={() => insertFootnote(editor)}
      />
      <button
        type="button"
        className={styles.word}
        disabled={!mayRefer}
        title={`Cross-reference (${keyWords('Mod+Alt+R')})`}
        onMouseDown={keepFocus}
        onClick={asks.onReference}
      >
        Refer to…
      </button>
      <Tool name="Figure" keys="" icon={IconPhotoPlus} disabled={inFootnote} onPress={asks.onPicture} />
      {inTable ? (
        <TableMenu editor={editor} place={place} />
      ) : (
        <Tool name="Table" keys="" icon={IconTablePlus} disabled={inFootnote} onPress={asks.onTable} />
      )}
      <span className={styles.rule} />
      <Tool
        name="Undo my last change"
        keys="Mod+Z"
        icon={IconArrowBackUp}
        disabled={!canUndo}
        onPress={() => undo(editor.state)}
      />
      <Tool
        name="Redo"
        keys="Mod+Y"
        icon={IconArrowForwardUp}
        disabled={!canRedo}
        onPress={() => redo(editor.state)}
      />
      <Tool name="Find in this section" keys="Mod+F" icon={IconSearch} onPress={asks.onFind} />
      <Tool
        name="Comment on the selection"
        keys="Mod+Alt+M"
        icon={IconMessagePlus}
        onPress={asks.onComment}
      />
    </div>
  );
}

type MarkState = 'on' | 'off' | 'refused';

function stateOfMark(state: Editor['state'], active: boolean, mark: string): MarkState {
  if (!allowsMark(state, mark)) return 'refused';
  return active ? 'on' : 'off';
}

const shownAs = (state: MarkState) => ({ pressed: state === 'on', disabled: state === 'refused' });

type ToolProps = {
  name: string;
  keys: string;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  pressed?: boolean;
  disabled?: boolean;
  onPress: () => void;
  /** Says why nothing happens when it is pressed while it cannot be. */
  onRefused?: () => void;
};

function Tool({ name, keys, icon: Icon, pressed, disabled = false, onPress, onRefused }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={name}
      aria-pressed={pressed}
      // Not `disabled`: a button that vanishes from the keyboard's way loses the focus it has.
      aria-disabled={disabled || undefined}
      title={keys ? `${name} (${keyWords(keys)})` : name}
      onMouseDown={keepFocus}
      onClick={() => {
        if (disabled) onRefused?.();
        else onPress();
      }}
    >
      <Icon size={17} stroke={1.6} aria-hidden />
    </button>
  );
}

/** A press with the mouse leaves the caret in the text. */
function keepFocus(event: React.MouseEvent): void {
  event.preventDefault();
}

function keyWords(keys: string): string {
  const mod = isMac() ? '⌘' : 'Ctrl';
  return keys.replace('Mod', mod).replaceAll('+', ' ');
}
