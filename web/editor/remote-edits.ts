import { Extension } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type EditorState, Selection, type Transaction } from '@tiptap/pm/state';
import { type ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { keepPlace } from './keep-place.ts';
import { comesFromSharedDocument } from './section-doc.ts';

/**
 * Applies what colleagues type as the smallest change, and keeps the caret where it stands on the screen.
 * y-tiptap replaces the whole document for each remote letter, with new objects for every block: the browser
 * would redraw all of it, a caption being typed would lose its focus, and the page would jump.
 */
export const RemoteEdits = Extension.create({
  name: 'remoteEdits',
  priority: 1000,

  dispatchTransaction({ transaction, next }) {
    if (!transaction.docChanged || !comesFromSharedDocument(transaction)) {
      next(transaction);
      return;
    }
    const { view } = this.editor;
    keepPlace(() => next(smallest(view.state, transaction)));
    adoptMapping(view.state);
  },
});

/** Which node, or run of texts, y-tiptap takes each shared type for. */
type Mapping = ProsemirrorBinding['mapping'];

/** The same result as `tr`, made by replacing only what differs; `tr` itself when that cannot be told. */
export function smallest(state: EditorState, tr: Transaction): Transaction {
  const [old, target] = [state.doc, tr.doc];
  const small = state.tr;
  const from = old.content.findDiffStart(target.content);
  if (from !== null) {
    const end = old.content.findDiffEnd(target.content);
    if (!end) return tr;
    // Where a letter was doubled, the search from the end runs past the one from the start.
    const overlap = Math.max(0, from - Math.min(end.a, end.b));
    const [oldEnd, targetEnd] = [end.a + overlap, end.b + overlap];
    try {
      small.replace(from, oldEnd, target.slice(from, targetEnd));
    } catch {
      // A change of depth that one replacement cannot say; the whole document can.
      return tr;
    }
    if (!small.doc.eq(target)) return tr;
  }
  small.setSelection(Selection.fromJSON(small.doc, tr.selection.toJSON()));
  small.setMeta('addToHistory', false).setMeta(ySyncPluginKey, tr.getMeta(ySyncPluginKey));
  return small;
}

/**
 * Tells y-tiptap which node stands for which shared type now. It would otherwise take unchanged blocks for
 * changed ones at the next keystroke, and compare the whole section.
 */
function adoptMapping(state: EditorState): void {
  // The plugin's state is untyped.
  const sync = ySyncPluginKey.getState(state) as
    | { type: Y.XmlFragment; binding: { mapping: Mapping } | null }
    | undefined;
  if (!sync?.binding) return;
  adopt(sync.type, state.doc, sync.binding.mapping);
}

function adopt(type: Y.XmlFragment, node: PmNode, mapping: Mapping): void {
  const children = type.toArray();
  let index = 0;
  for (const child of children) {
    const first = node.maybeChild(index);
    if (child instanceof Y.XmlText) {
      const texts: PmNode[] = [];
      for (let text = node.maybeChild(index); text?.isText; text = node.maybeChild(++index)) texts.push(text);
      // Two shared texts side by side are one run here: leave them to y-tiptap.
      if (texts.map((t) => t.text).join('').length === child.length) mapping.set(child, texts);
      continue;
    }
    if (!(child instanceof Y.XmlElement) || !first || first.type.name !== child.nodeName) return;
    mapping.set(child, first);
    adopt(child, first, mapping);
    index += 1;
  }
}
