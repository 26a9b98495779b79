import { type Editor, Extension } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { yUndoPluginKey } from '@tiptap/y-tiptap';

const OWN_STEP = 'ownUndoStep';

/** What ProseMirror says of a transaction that comes from the clipboard or the mouse. */
const BY_HAND = new Set<unknown>(['paste', 'cut', 'drop']);

/** Marks `tr` as an undo step of its own, however soon before or behind it something is typed. */
export function asOwnStep(tr: Transaction): Transaction {
  return tr.setMeta(OWN_STEP, true);
}

/**
 * What is typed within half a second is taken back together. A table, a figure, a paste and a change of a table's
 * rows and columns are taken back by themselves.
 */
export const UndoSteps = Extension.create({
  name: 'undoSteps',

  dispatchTransaction({ transaction, next }) {
    const isOwn = transaction.getMeta(OWN_STEP) === true || BY_HAND.has(transaction.getMeta('uiEvent'));
    const stop = () => isOwn && transaction.docChanged && stopCapturing(this.editor);
    stop();
    next(transaction);
    stop();
  },
});

function stopCapturing(editor: Editor): void {
  // The plugin's state is untyped.
  const undo = yUndoPluginKey.getState(editor.state) as
    | { undoManager: { stopCapturing(): void } }
    | undefined;
  undo?.undoManager.stopCapturing();
}
