import { Extension } from '@tiptap/core';
import { Fragment, type Node as PmNode, Slice } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { blocksWithoutId, newBlockId } from './block-ids.ts';
import { callsIn, comesFromSharedDocument, footnotesIn, placeForFootnote } from './section-doc.ts';

/** How long another client is given to repair its own duplicate before this one does, in milliseconds. */
const OTHERS_FIRST_MS = 1500;

export type DocumentKeeperOptions = {
  /** The texts of footnotes that came with a paste, by the id of their call: taken when the call has no footnote here. */
  pastedFootnotes: Map<string, PmNode>;
  /** False until the shared document has arrived, so that nothing is repaired that only looks broken. */
  ready: () => boolean;
};

/**
 * Keeps what the schema cannot say: every block has an id of its own, every call has one footnote. One's own
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
        appendTransaction: (transactions, _before, state) => {
          const typed = transactions.some((tr) => tr.docChanged && !comesFromSharedDocument(tr));
          if (!typed) return null;
          const tr = repair(state.tr, pastedFootnotes);
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
