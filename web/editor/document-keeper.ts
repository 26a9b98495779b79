import { Extension } from '@tiptap/core';
import { Fragment, type Node as PmNode, Slice } from '@tiptap/pm/model';
import { NodeSelection, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { blocksWithoutId, newBlockId } from './block-ids.ts';
import {
  blocksBehindFootnotes,
  callsIn,
  comesFromSharedDocument,
  endOfText,
  footnotesIn,
  placeForFootnote,
} from './section-doc.ts';

/** How long another client is given to repair its own duplicate before this one does, in milliseconds. */
const OTHERS_FIRST_MS = 1500;

export type DocumentKeeperOptions = {
  /** The texts of footnotes that came with a paste, by the id of their call: taken when the call has no footnote here. */
  pastedFootnotes: Map<string, PmNode>;
  /** False until the shared document has arrived, so that nothing is repaired that only looks broken. */
  ready: () => boolean;
};

/**
 * Keeps what the schema cannot say: every block has an id of its own, every call has one footnote, and the
 * footnotes stand last. One's own
 * edits are repaired in the same transaction; what concurrent edits left is repaired a little later.
 */
export const DocumentKeeper = Extension.create<DocumentKeeperOptions>({
  name: 'documentKeeper',

  addOptions: () => ({ pastedFootnotes: new Map(), ready: () => true }),

  addProseMirrorPlugins() {
    const { pastedFootnotes, ready } = this.options;
    const key = new PluginKey('documentKeeper');
    return [
      new Plugin({
        key,
        // What may not be written is not even tried: the server would refuse it and close the section.
        filterTransaction: (tr) => !tr.docChanged || comesFromSharedDocument(tr) || this.editor.isEditable,
        appendTransaction: (transactions, before, state) => {
          const typed = transactions.some((tr) => tr.docChanged && !comesFromSharedDocument(tr));
          if (!typed) return null;
          const tr = repair(keepFootnotesLast(state.tr, before.doc), pastedFootnotes);
          return tr.docChanged ? tr : null;
        },
        view: (view) => repairLater(view, ready),
      }),
    ];
  },
});

/**
 * Gives blocks their ids, copied calls an id and a footnote of their own, and calls without a footnote one.
 * `pasted` holds footnote texts that came with a paste.
 */
export function repair(tr: Transaction, pasted: Map<string, PmNode>): Transaction {
  const footnote = tr.doc.type.schema.nodes.footnote;
  const reference = tr.doc.type.schema.marks.footnoteReference;
  if (!footnote || !reference) return tr;

  const seen = new Set<string>();
  for (const call of callsIn(tr.doc)) {
    const original = footnotesIn(tr.doc).get(call.id)?.node ?? pasted.get(call.id);
    if (!seen.has(call.id)) {
      seen.add(call.id);
      if (!footnotesIn(tr.doc).has(call.id)) {
        const node = footnote.create({ id: call.id }, original?.content);
        tr.insert(placeForFootnote(tr.doc, call.pos), node);
      }
      continue;
    }
    const id = newBlockId();
    seen.add(id);
    tr.removeMark(call.pos, call.pos + 1, reference).addMark(
      call.pos,
      call.pos + 1,
      reference.create({ id }),
    );
    tr.insert(placeForFootnote(tr.doc, call.pos), footnote.create({ id }, original?.content));
  }
  for (const { pos } of blocksWithoutId(tr.doc)) tr.setNodeAttribute(pos, 'id', newBlockId());
  return tr;
}

/**
 * Moves the blocks that came to stand behind a footnote since `before` to the end of the running text, with the
 * selection in them. Those that stood there already stay: moving them would take away what a colleague types there.
 */
export function keepFootnotesLast(tr: Transaction, before: PmNode): Transaction {
  const known = new Set(blocksBehindFootnotes(before).map(({ node }) => node.attrs.id));
  // The first of each id is the one that was there; a second one comes from splitting or copying it.
  const moved = blocksBehindFootnotes(tr.doc).filter(({ node }) => !known.delete(node.attrs.id));
  const done = tr.steps.length;
  for (const { pos: was, node } of moved) {
    const pos = tr.mapping.slice(done).map(was);
    const { anchor, head } = tr.selection;
    const isNode = tr.selection instanceof NodeSelection;
    const holdsSelection = Math.min(anchor, head) >= pos && Math.max(anchor, head) <= pos + node.nodeSize;
    tr.delete(pos, pos + node.nodeSize);
    const to = endOfText(tr.doc);
    tr.insert(to, node);
    if (!holdsSelection) continue;
    const by = to - pos;
    tr.setSelection(
      isNode
        ? NodeSelection.create(tr.doc, anchor + by)
        : TextSelection.between(tr.doc.resolve(anchor + by), tr.doc.resolve(head + by)),
    );
  }
  return tr;
}

/** A slice whose footnote blocks are taken out, since a footnote stands behind the text and nowhere else. */
export function withoutFootnoteBlocks(slice: Slice): Slice {
  const kept: PmNode[] = [];
  slice.content.forEach((node) => {
    if (node.type.name !== 'footnote') kept.push(node);
  });
  if (kept.length === slice.content.childCount) return slice;
  return Slice.maxOpen(Fragment.from(kept));
}

function repairLater(view: EditorView, ready: () => boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    if (view.isDestroyed || !view.editable || !ready()) return;
    if (blocksWithoutId(view.state.doc).length === 0) return;
    const tr = view.state.tr.setMeta('addToHistory', false);
    for (const { pos } of blocksWithoutId(tr.doc)) tr.setNodeAttribute(pos, 'id', newBlockId());
    view.dispatch(tr);
  };
  return {
    update: (_view: EditorView, before: { doc: PmNode }) => {
      if (before.doc === view.state.doc || timer !== undefined) return;
      timer = setTimeout(look, OTHERS_FIRST_MS);
    },
    destroy: () => clearTimeout(timer),
  };
}
