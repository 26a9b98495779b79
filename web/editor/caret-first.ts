import type { EditorView } from '@tiptap/pm/view';

/**
 * Has the editor read where the caret stands on the screen. A browser tells that it has moved the caret a moment
 * after it did; a colleague's edit that is drawn in between would put it back to where it was, and the next letter
 * into the wrong place. To be called before such an edit is applied.
 */
export function readCaret(view: EditorView): void {
  if (view.isDestroyed || !view.hasFocus()) return;
  const onScreen = view.dom.ownerDocument.getSelection();
  const { anchor, head } = view.state.selection;
  if (!onScreen || !isElsewhere(view, onScreen, { anchor, head })) return;
  // What the browser is about to do; ProseMirror reads the selection in it.
  view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));
}

function isElsewhere(
  view: EditorView,
  { anchorNode, anchorOffset, focusNode, focusOffset }: Selection,
  { anchor, head }: { anchor: number; head: number },
): boolean {
  if (!anchorNode || !focusNode || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode))
    return false;
  return view.posAtDOM(anchorNode, anchorOffset) !== anchor || view.posAtDOM(focusNode, focusOffset) !== head;
}
