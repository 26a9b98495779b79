import type { Editor } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
  TableMap,
  type TableRect,
  toggleHeaderColumn,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import { intoCell } from './empty-cells.ts';
import { asOwnStep } from './undo-steps.ts';

/** A change of the table under the caret; `goTo` is the cell that the caret then goes to, told from those selected before. */
export type TableCommand = {
  name: string;
  command: Command;
  goTo?: (selected: TableRect) => { row: number; column: number };
};

/** What the Table menu offers, in its groups. */
export const TABLE_COMMANDS: TableCommand[][] = [
  [
    { name: 'Row above', command: addRowBefore, goTo: ({ top, left }) => ({ row: top, column: left }) },
    { name: 'Row below', command: addRowAfter, goTo: ({ bottom, left }) => ({ row: bottom, column: left }) },
    {
      name: 'Column before',
      command: addColumnBefore,
      goTo: ({ top, left }) => ({ row: top, column: left }),
    },
    {
      name: 'Column after',
      command: addColumnAfter,
      goTo: ({ top, right }) => ({ row: top, column: right }),
    },
  ],
  [
    { name: 'Header row on or off', command: toggleHeaderRow },
    { name: 'Header column on or off', command: toggleHeaderColumn },
    { name: 'Merge the selected cells', command: mergeCells },
    { name: 'Split the cell', command: splitCell },
  ],
  [
    { name: 'Delete row', command: deleteRow, goTo: ({ top, left }) => ({ row: top, column: left }) },
    { name: 'Delete column', command: deleteColumn, goTo: ({ top, left }) => ({ row: top, column: left }) },
    { name: 'Delete table', command: deleteWholeTable },
  ],
];

/** Changes the table under the caret, as one undo step, and goes back to the text with the caret in the table. */
export function changeTable({ view }: Editor, { command, goTo }: TableCommand): void {
  if (!isInTable(view.state)) return;
  const selected = selectedRect(view.state);
  const isDone = command(view.state, (tr) => view.dispatch(asOwnStep(tr)));
  const place = isDone ? goTo?.(selected) : undefined;
  const table = view.state.doc.nodeAt(selected.tableStart - 1);
  if (place && table?.type === selected.table.type) {
    const map = TableMap.get(table);
    const [row, column] = [Math.min(place.row, map.height - 1), Math.min(place.column, map.width - 1)];
    const cell = map.map[row * map.width + column];
    if (cell !== undefined) view.dispatch(intoCell(view.state.tr, selected.tableStart + cell, 'start'));
  }
  view.focus();
}

/** Tab and Shift-Tab in a table: the cell behind or before, and behind the last one a new row. False before the first. */
export function goToCell(editor: Editor, direction: -1 | 1): boolean {
  const { state, view } = editor;
  if (!isInTable(state)) return false;
  const { map, tableStart, left, right, top, bottom } = selectedRect(state);
  const cells = [...new Set(map.map)].sort((a, b) => a - b);
  const here = map.map[direction < 0 ? top * map.width + left : (bottom - 1) * map.width + right - 1];
  const next = cells[cells.indexOf(here ?? -1) + direction];
  if (next !== undefined) view.dispatch(intoCell(state.tr, tableStart + next));
  else if (direction > 0) changeTable(editor, NEW_ROW);
  return next !== undefined || direction > 0;
}

const NEW_ROW: TableCommand = {
  name: 'New row',
  command: addRowAfter,
  goTo: ({ bottom }) => ({ row: bottom, column: 0 }),
};

/** Deletes the table under the caret, which goes to the text beside it, or to an empty paragraph in its place. */
function deleteWholeTable(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  return deleteTable(
    state,
    dispatch && ((tr) => dispatch(goToTextAt(tr, selectedRect(state).tableStart - 1))),
  );
}

/** Puts the caret into the block behind or before `pos`; into a new paragraph where no running text is. */
function goToTextAt(tr: Transaction, pos: number): Transaction {
  const $pos = tr.doc.resolve(pos);
  const isText = (node: PmNode | null) =>
    node !== null && !['table', 'figure', 'footnote'].includes(node.type.name);
  if (isText($pos.nodeAfter)) return tr.setSelection(Selection.near($pos, 1));
  if (isText($pos.nodeBefore)) return tr.setSelection(Selection.near($pos, -1));
  const paragraph = tr.doc.type.schema.nodes.paragraph?.create();
  if (!paragraph) return tr;
  tr.insert(pos, paragraph);
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1));
}
