import type { Node as PmNode } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** Where a footnote is called in the document: `pos` is before its `REFERENCE_CHARACTER`. */
export type Call = { id: string; pos: number };

/** Whether a transaction brings what the shared document already has: a colleague's edit, or one's own undo. */
export function comesFromSharedDocument(tr: Transaction): boolean {
  // The plugin's meta is untyped; it is an object with this flag wherever y-tiptap dispatches.
  const meta = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  return meta?.isChangeOrigin === true;
}

/** Every footnote call of `doc` in the order of the text, one for each character that carries the mark. */
export function callsIn(doc: PmNode): Call[] {
  const calls: Call[] = [];
  doc.descendants((node, pos) => {
    if (!node.isText) return true;
    const mark = node.marks.find((m) => m.type.name === 'footnoteReference');
    if (typeof mark?.attrs.id !== 'string') return false;
    for (let i = 0; i < node.nodeSize; i++) calls.push({ id: mark.attrs.id, pos: pos + i });
    return false;
  });
  return calls;
}

/** The footnotes of `doc` by id: the first of each. */
export function footnotesIn(doc: PmNode): Map<string, { pos: number; node: PmNode }> {
  const footnotes = new Map<string, { pos: number; node: PmNode }>();
  doc.forEach((node, pos) => {
    const id: unknown = node.attrs.id;
    if (node.type.name === 'footnote' && typeof id === 'string' && !footnotes.has(id))
      footnotes.set(id, { pos, node });
  });
  return footnotes;
}

/**
 * Where the footnote of a call at `callPos` belongs: before the footnote of the next call that has one, or at
 * the end. The stored order is only for whoever edits; what is printed follows the calls.
 */
export function placeForFootnote(doc: PmNode, callPos: number): number {
  const footnotes = footnotesIn(doc);
  for (const call of callsIn(doc)) {
    if (call.pos <= callPos) continue;
    const next = footnotes.get(call.id);
    if (next) return next.pos;
  }
  return doc.content.size;
}

/** Where the running text ends: before the first footnote, or at the end of `doc`. */
export function endOfText(doc: PmNode): number {
  let end = 0;
  for (const child of doc.children) {
    if (child.type.name === 'footnote') return end;
    end += child.nodeSize;
  }
  return end;
}

/** The blocks of `doc` that stand behind a footnote and are none, with the positions before them. */
export function blocksBehindFootnotes(doc: PmNode): { pos: number; node: PmNode }[] {
  const end = endOfText(doc);
  const stray: { pos: number; node: PmNode }[] = [];
  doc.forEach((node, pos) => {
    if (pos > end && node.type.name !== 'footnote') stray.push({ pos, node });
  });
  return stray;
}

/** The position before the block with `id`, or null when the document has none. */
export function blockAt(doc: PmNode, id: string): number | null {
  let found: number | null = null;
  doc.descendants((node, pos) => {
    if (found === null && !node.isText && node.attrs.id === id) found = pos;
    return found === null && !node.isTextblock;
  });
  return found;
}
