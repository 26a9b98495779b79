import { Extension } from '@tiptap/core';
import type { Node as PmNode, ResolvedPos } from '@tiptap/pm/model';
import { type EditorState, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import {
  type ProsemirrorBinding,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
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
    const small = smallest(view.state, transaction);
    // One's own undo comes this way too, and is to be seen.
    if (isOwnUndo(transaction)) next(small.scrollIntoView());
    else keepPlace(() => next(small));
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
  small.setSelection(selectionAfter(state, small));
  small.setMeta('addToHistory', false).setMeta(ySyncPluginKey, tr.getMeta(ySyncPluginKey));
  return small;
}

/**
 * Where the caret is after `tr`. y-tiptap looks for the old offset in the new text whenever a colleague changed
 * the same paragraph, which puts the caret behind or before the letters that came. The shared type knows better
 * which letter it stands behind; and where that letter is gone, the change itself says where it went.
 */
function selectionAfter(state: EditorState, tr: Transaction): Selection {
  const binding = syncOf(state)?.binding;
  const held = binding?.beforeTransactionSelection;
  if (!binding || !held || held.type !== 'text') return state.selection.map(tr.doc, tr.mapping);
  const place = (relative: Y.RelativePosition, pos: number): number => {
    const stands = relative.item !== null && !isDeleted(binding.doc, relative.item);
    const found = stands
      ? relativePositionToAbsolutePosition(binding.doc, binding.type, relative, binding.mapping)
      : null;
    if (found !== null) return found;
    const mapped = tr.mapping.mapResult(pos, -1);
    return mapped.deleted ? (placeByWords(state.doc.resolve(pos), tr) ?? mapped.pos) : mapped.pos;
  };
  const size = tr.doc.content.size;
  const anchor = Math.min(place(held.anchor, held.absAnchor), size);
  const head = Math.min(place(held.head, held.absHead), size);
  return TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head));
}

/**
 * Where the words around a place went. Splitting or joining a paragraph makes its second half anew, under
 * another id: only the words tell that it is the same text. Null where nothing like it was put in.
 */
function placeByWords($old: ResolvedPos, tr: Transaction): number | null {
  if (!$old.parent.isTextblock) return null;
  const text = flatText($old.parent);
  const before = text.slice(0, $old.parentOffset);
  const after = text.slice($old.parentOffset);
  let best = { shared: 0, pos: -1 };
  tr.mapping.maps.at(-1)?.forEach((_from, _to, from, to) => {
    tr.doc.nodesBetween(from, Math.min(to, tr.doc.content.size), (node, pos) => {
      if (!node.isTextblock) return true;
      const words = flatText(node);
      for (let at = 0; at <= words.length; at++) {
        const shared = sharedAround(before, after, words, at);
        if (shared > best.shared) best = { shared, pos: pos + 1 + at };
      }
      return false;
    });
  });
  return best.shared > 0 ? best.pos : null;
}

/** How many letters before and behind place `at` of `words` are those around the old place. */
function sharedAround(before: string, after: string, words: string, at: number): number {
  let left = 0;
  while (left < at && left < before.length && before.at(-1 - left) === words[at - 1 - left]) left++;
  let right = 0;
  while (at + right < words.length && right < after.length && after[right] === words[at + right]) right++;
  return left + right;
}

/** The text of a block, one character for each position in it. */
function flatText(block: PmNode): string {
  return block.textBetween(0, block.content.size, '', '\ufffc');
}

function isDeleted(ydoc: Y.Doc, id: Y.ID): boolean {
  // Undo stores places of a past in which letters may not have been there yet.
  return Y.getState(ydoc.store, id.client) <= id.clock || Y.getItem(ydoc.store, id).deleted;
}

function isOwnUndo(tr: Transaction): boolean {
  // The plugin's meta is untyped.
  const meta = tr.getMeta(ySyncPluginKey) as { isUndoRedoOperation?: boolean } | undefined;
  return meta?.isUndoRedoOperation === true;
}

type Sync = { type: Y.XmlFragment; binding: ProsemirrorBinding | null };

function syncOf(state: EditorState): Sync | undefined {
  // The plugin's state is untyped.
  return ySyncPluginKey.getState(state) as Sync | undefined;
}

/**
 * Tells y-tiptap which node stands for which shared type now. It would otherwise take unchanged blocks for
 * changed ones at the next keystroke, and compare the whole section.
 */
function adoptMapping(state: EditorState): void {
  const sync = syncOf(state);
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
