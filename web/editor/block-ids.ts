import type { Node as PmNode } from '@tiptap/pm/model';

/** A block that needs an id of its own: it has none, or one that another block keeps. `pos` is in the document read. */
export type BlockWithoutId = { pos: number; type: string };

/** An id for a block or footnote: 16 random characters that are safe in an address and in HTML. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '0')
    .replaceAll('/', '1');
}

/**
 * The blocks of `doc` that need a new id. Of several blocks with one id the first that has content keeps it:
 * so Enter at the start of a paragraph leaves the id with the text, and every client that repairs the same
 * document picks the same blocks. Two clients that repair at once converge, since the last write wins.
 */
export function blocksWithoutId(doc: PmNode): BlockWithoutId[] {
  const places = new Map<string, { pos: number; node: PmNode }[]>();
  const missing: BlockWithoutId[] = [];
  doc.descendants((node, pos) => {
    if (node.isText) return false;
    const id: unknown = node.attrs.id;
    if (typeof id !== 'string' || id === '') missing.push({ pos, type: node.type.name });
    else places.set(id, [...(places.get(id) ?? []), { pos, node }]);
    return true;
  });
  for (const same of places.values()) {
    if (same.length === 1) continue;
    const keeper = same.find(({ node }) => node.content.size > 0) ?? same[0];
    for (const place of same) {
      if (place !== keeper) missing.push({ pos: place.pos, type: place.node.type.name });
    }
  }
  return missing.sort((a, b) => a.pos - b.pos);
}
