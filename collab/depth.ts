import * as Y from 'yjs';

/** How deep shared types may lie in each other: twice what the form of a document allows (`check.ts`). */
const MAX_TYPES = 80;

/** Something of an update, or what the document has already. */
type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number] | Y.Item;

/**
 * Whether an update puts types deeper into each other than any document has them. To be asked before it is
 * applied, since Yjs takes time and memory by the square of the depth; and of an update that leaves no gap, whose
 * every reference is to something in it or in the document.
 */
export function liesTooDeep({ store }: Y.Doc, structs: Struct[]): boolean {
  const types = structs.filter(
    (struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentType,
  );
  if (types.length === 0) return false; // as with nearly every key that is pressed

  const byClient = Map.groupBy(structs, ({ id }) => id.client);
  const find = (id: Y.ID): Struct =>
    structAt(byClient.get(id.client) ?? [], id.clock) ?? Y.getItem(store, id);
  const depths = new Map<Struct, number>();
  for (const type of types) {
    const path: { struct: Struct; deeper: number }[] = [];
    let depth = 0;
    for (let struct: Struct | null = type; struct; ) {
      const known = depths.get(struct);
      if (known !== undefined) {
        depth = known;
        break;
      }
      depths.set(struct, 0); // met again on this path, it depends on itself: which Yjs finds
      const above = aboveOf(struct, find);
      path.push({ struct, deeper: above?.isParent ? 1 : 0 });
      struct = above?.struct ?? null;
    }
    for (const { struct, deeper } of path.reverse()) {
      depth += deeper;
      depths.set(struct, depth);
    }
    if (depth > MAX_TYPES) return true;
  }
  return false;
}

/** What a struct stands in; or beside, and so in the same. Null: in a root, or nowhere. */
function aboveOf(struct: Struct, find: (id: Y.ID) => Struct): { struct: Struct; isParent: boolean } | null {
  if (!(struct instanceof Y.Item)) return null;
  const { parent, origin, rightOrigin } = struct;
  if (parent instanceof Y.ID) return { struct: find(parent), isParent: true };
  if (parent instanceof Y.AbstractType) return parent._item && { struct: parent._item, isParent: true };
  const beside = parent === null ? (origin ?? rightOrigin) : null;
  return beside && { struct: find(beside), isParent: false };
}

/** The one of a client's structs, which are in order, that holds the operation `clock`. */
function structAt(structs: Struct[], clock: number): Struct | null {
  let from = 0;
  let to = structs.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const struct = structs[middle];
    if (!struct || struct.id.clock > clock) to = middle;
    else if (struct.id.clock + struct.length <= clock) from = middle + 1;
    else return struct;
  }
  return null;
}
