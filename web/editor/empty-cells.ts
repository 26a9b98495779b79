import { type Editor, Extension } from '@tiptap/core';
import { GapCursor } from '@tiptap/pm/gapcursor';
import type { Node as PmNode } from '@tiptap/pm/model';
import {
  type EditorState,
  Plugin,
  PluginKey,
  Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state';
import { cellAround, nextCell } from '@tiptap/pm/tables';
import { newBlockId } from './block-ids.ts';
import { comesFromSharedDocument } from './section-doc.ts';

type Direction = -1 | 1;

/**
 * Sees to it that every cell can be written in. The schema lets a cell be without a paragraph, for what people
 * delete at once, so prosemirror-tables makes new cells without one. Those of one's own edits get it in the same
 * transaction. A cell that came without one gets it from whoever goes into it, and from nobody else: reading a
 * text does not change it.
 */
export const EmptyCells = Extension.create({
  name: 'emptyCells',
  // Before prosemirror-tables, whose arrows go past a cell without text.
  priority: 150,

  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      ArrowLeft: () => enterByArrow(editor, 'horiz', -1),
      ArrowRight: () => enterByArrow(editor, 'horiz', 1),
      ArrowUp: () => enterByArrow(editor, 'vert', -1),
      ArrowDown: () => enterByArrow(editor, 'vert', 1),
    };
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey('emptyCells'),
        appendTransaction: (transactions, before, state) => {
          const typed = transactions.some((tr) => tr.docChanged && !comesFromSharedDocument(tr));
          if (typed) {
            const tr = fillNewCells(state.tr, before.doc);
            return tr.docChanged ? tr : null;
          }
          const { $head } = state.selection;
          // A click puts a caret between blocks there, where there is none to be between.
          const isIn = state.selection instanceof GapCursor && isEmptyCell($head.parent);
          return isIn && editor.isEditable ? intoCell(state.tr, $head.before()) : null;
        },
      }),
    ];
  },
});

/**
 * Goes into the cell at `pos` (before it): selects what is in it, or goes to its `start`. Gives it a paragraph when it
 * has none.
 */
export function intoCell(tr: Transaction, pos: number, to: 'all' | 'start' = 'all'): Transaction {
  const cell = tr.doc.nodeAt(pos);
  if (!cell) return tr;
  // Nothing that whoever goes on wants to take back.
  if (isEmptyCell(cell)) fill(tr, pos).setMeta('addToHistory', false);
  const end = pos + (tr.doc.nodeAt(pos)?.nodeSize ?? 0);
  const all = TextSelection.between(tr.doc.resolve(pos), tr.doc.resolve(end));
  return tr.setSelection(to === 'all' ? all : TextSelection.create(tr.doc, all.from)).scrollIntoView();
}

/** Gives a paragraph to every cell without one that is not so in `before`, the document that somebody changed. */
function fillNewCells(tr: Transaction, before: PmNode): Transaction {
  const known = new Set(emptyCells(before).map(({ id }) => id));
  const made = emptyCells(tr.doc).filter(({ id }) => id === null || !known.has(id));
  for (const { pos } of made.reverse()) fill(tr, pos);
  return tr;
}

function fill(tr: Transaction, pos: number): Transaction {
  // With its id, so that nothing is added to it afterwards, which could be undone.
  const paragraph = tr.doc.type.schema.nodes.paragraph?.create({ id: newBlockId() });
  return paragraph ? tr.insert(pos + 1, paragraph) : tr;
}

function isEmptyCell(node: PmNode): boolean {
  const { tableRole } = node.type.spec;
  return (tableRole === 'cell' || tableRole === 'header_cell') && node.childCount === 0;
}

function emptyCells(doc: PmNode, from = 0, to = doc.content.size): { pos: number; id: unknown }[] {
  const cells: { pos: number; id: unknown }[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (isEmptyCell(node) && pos >= from) cells.push({ pos, id: node.attrs.id });
    return !node.isTextblock;
  });
  return cells;
}

function enterByArrow(
  { state, view, isEditable }: Editor,
  axis: 'horiz' | 'vert',
  direction: Direction,
): boolean {
  const { $head, empty } = state.selection;
  if (!isEditable || !empty || !$head.parent.isTextblock) return false;
  const towards = axis === 'horiz' ? (['left', 'right'] as const) : (['up', 'down'] as const);
  if (!view.endOfTextblock(direction < 0 ? towards[0] : towards[1])) return false;
  const pos = axis === 'vert' && cellAround($head) ? below(state, direction) : beside(state, direction);
  if (pos === null) return false;
  view.dispatch(intoCell(state.tr, pos));
  return true;
}

/** The cell without a paragraph above or below the one that the caret is in, or null. */
function below(state: EditorState, direction: Direction): number | null {
  const { $head } = state.selection;
  const $cell = cellAround($head);
  if (!$cell) return null;
  // In a list, too, it is the last line only in the last item.
  for (let depth = $cell.depth + 1; depth < $head.depth; depth += 1)
    if ($head.index(depth) !== lastIndex($head.node(depth), direction)) return null;
  const $next = nextCell($cell, 'vert', direction);
  return $next?.nodeAfter && isEmptyCell($next.nodeAfter) ? $next.pos : null;
}

function lastIndex(node: PmNode, direction: Direction): number {
  return direction < 0 ? 0 : node.childCount - 1;
}

/** The nearest cell without a paragraph between the caret's text block and the next text that way, or null. */
function beside(state: EditorState, direction: Direction): number | null {
  const { $head } = state.selection;
  const edge = direction < 0 ? $head.before() : $head.after();
  const next = Selection.findFrom(state.doc.resolve(edge), direction, true)?.head;
  const cells =
    direction < 0
      ? emptyCells(state.doc, next ?? 0, edge)
      : emptyCells(state.doc, edge, next ?? state.doc.content.size);
  return cells.at(direction < 0 ? -1 : 0)?.pos ?? null;
}
