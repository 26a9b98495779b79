import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/**
 * Whether something of an update stands in the middle of a character that is two UTF-16 units long. Yjs then
 * puts a replacement in the place of both halves, wherever it looks at the update, and not where it comes to the
 * conclusion that there is nothing to put there: the texts of two replicas would differ.
 */
export function splitsCharacter({ store }: Y.Doc, structs: Struct[]): boolean {
  /** Whether a character goes on from one unit of a known text to the next. */
  const isOneWith = (id: Y.ID, next: -1 | 1): boolean => {
    if (id.clock >= Y.getState(store, id.client)) return false; // the update itself brings it
    const item = Y.getItem(store, id);
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return false;
    const at = id.clock - item.id.clock;
    const pair = item.content.str.slice(Math.max(0, Math.min(at, at + next)), Math.max(at, at + next) + 1);
    return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
  };
  return structs.some(
    (struct) =>
      struct instanceof Y.Item &&
      ((struct.origin && isOneWith(struct.origin, 1)) ||
        (struct.rightOrigin && isOneWith(struct.rightOrigin, -1))),
  );
}
