import { Extension, type InputRule, wrappingInputRule } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { isInTable } from '@tiptap/pm/tables';
import { redo, undo } from '@tiptap/y-tiptap';
import { insertFootnote, setBlockKind, toggleEmphasis } from './commands.ts';
import { backToCall, callUnder, footnoteUnder, goToFootnote } from './footnotes.ts';
import { endOfText } from './section-doc.ts';
import { goToCell } from './table-commands.ts';

export type WritingKeysOptions = {
  /** Bold was asked for where the house rules have none. */
  onBoldRefused: () => void;
  onLink: () => void;
  onReference: () => void;
  onFind: () => void;
  onComment: () => void;
  onLeave: () => void;
};

/** The keys of the editor. Ctrl-K stays the palette's, so a link is Mod-Shift-K. */
export const WritingKeys = Extension.create<WritingKeysOptions>({
  name: 'writingKeys',
  priority: 200,

  addOptions: () => ({
    onBoldRefused: () => {},
    onLink: () => {},
    onReference: () => {},
    onFind: () => {},
    onComment: () => {},
    onLeave: () => {},
  }),

  addKeyboardShortcuts() {
    const { editor, options } = this;
    const tell = (what: () => void) => () => {
      what();
      return true;
    };
    return {
      'Mod-b': () => toggleEmphasis(editor, 'bold') || tell(options.onBoldRefused)(),
      'Mod-i': () => toggleEmphasis(editor, 'italic') || true,
      'Mod-Alt-0': () => setBlockKind(editor, 'paragraph'),
      'Mod-Alt-2': () => setBlockKind(editor, 'heading2'),
      'Mod-Alt-3': () => setBlockKind(editor, 'heading3'),
      'Mod-Shift-7': () => setBlockKind(editor, 'subparagraphList'),
      'Mod-Shift-8': () => setBlockKind(editor, 'bulletList'),
      'Mod-z': () => undo(editor.state) ?? true,
      'Mod-y': () => redo(editor.state) ?? true,
      'Shift-Mod-z': () => redo(editor.state) ?? true,
      'Mod-Shift-k': tell(options.onLink),
      'Mod-Alt-r': tell(options.onReference),
      'Mod-Alt-m': tell(options.onComment),
      'Mod-f': tell(options.onFind),
      'Mod-Alt-f': () => {
        const called = callUnder(editor.state);
        if (footnoteUnder(editor.state)) return backToCall(editor);
        return called ? goToFootnote(editor, called) : insertFootnote(editor);
      },
      Escape: () => backToCall(editor) || tell(options.onLeave)(),
      Tab: () => {
        if (isInTable(editor.state)) return goToCell(editor, 1);
        return editor.commands.sinkListItem('listItem');
      },
      'Shift-Tab': () => {
        if (isInTable(editor.state)) return goToCell(editor, -1);
        return editor.commands.liftListItem('listItem');
      },
      Enter: () => {
        if (footnoteUnder(editor.state)) return backToCall(editor) || true;
        const { $from, empty } = editor.state.selection;
        if ($from.depth < 2 || $from.node(-1).type.name !== 'listItem') return false;
        if (editor.commands.splitListItem('listItem')) return true;
        return empty && $from.parent.content.size === 0 && editor.commands.liftListItem('listItem');
      },
      // A footnote is one run of text, and the text has no line breaks of its own.
      'Shift-Enter': () => true,
      ArrowDown: () => {
        const { state, view } = editor;
        const { $from, empty } = state.selection;
        const end = endOfText(state.doc);
        const last = $from.depth > 0 && $from.after(1) === end;
        const leaves = $from.node(1)?.type.name === 'table' && last && empty && view.endOfTextblock('down');
        const paragraph = state.schema.nodes.paragraph?.create();
        if (!leaves || !paragraph || $from.node(1).lastChild !== $from.node(2)) return false;
        const tr = state.tr.insert(end, paragraph);
        view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
        return true;
      },
    };
  },

  addInputRules() {
    const { bulletList, subparagraphList } = this.editor.schema.nodes;
    const rules: InputRule[] = [];
    if (bulletList) rules.push(wrappingInputRule({ find: /^\s*[-•]\s$/, type: bulletList }));
    if (subparagraphList) rules.push(wrappingInputRule({ find: /^\s*\(?a\)\s$/, type: subparagraphList }));
    return rules;
  },
});
