import type { Editor } from '@tiptap/core';
import { type EditorState, TextSelection } from '@tiptap/pm/state';
import { callsIn, footnotesIn } from './section-doc.ts';

/** The id of the footnote that the caret stands in, or null. */
export function footnoteUnder(state: EditorState): string | null {
  const { parent } = state.selection.$from;
  return parent.type.name === 'footnote' && typeof parent.attrs.id === 'string' ? parent.attrs.id : null;
}

/** The id of the footnote whose call stands just before or behind the caret, or null. */
export function callUnder(state: EditorState): string | null {
  const { $from } = state.selection;
  for (const node of [$from.nodeBefore, $from.nodeAfter]) {
    const mark = node?.marks.find((m) => m.type.name === 'footnoteReference');
    if (typeof mark?.attrs.id === 'string') return mark.attrs.id;
  }
  return null;
}

/** Goes from a footnote's text back to behind its call. False when the caret is in no footnote, or it is not called. */
export function backToCall(editor: Editor): boolean {
  const { state, view } = editor;
  const id = footnoteUnder(state);
  const call = callsIn(state.doc).find((candidate) => candidate.id === id);
  if (id === null || !call) return false;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, call.pos + 1)).scrollIntoView());
  view.focus();
  return true;
}

/** Goes to the end of a footnote's text. */
export function goToFootnote(editor: Editor, id: string): boolean {
  const { state, view } = editor;
  const footnote = footnotesIn(state.doc).get(id);
  if (!footnote) return false;
  const end = footnote.pos + footnote.node.nodeSize - 1;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView());
  view.focus();
  return true;
}

/** Takes away a footnote that the text no longer calls. */
export function removeFootnote(editor: Editor, id: string): void {
  const { state, view } = editor;
  const footnote = footnotesIn(state.doc).get(id);
  if (footnote) view.dispatch(state.tr.delete(footnote.pos, footnote.pos + footnote.node.nodeSize));
}
