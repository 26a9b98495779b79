import * as Y from 'yjs';

/** So many items are looked at for one update. A person's day offline needs some thousand. */
const MAX_STEPS = 500_000;

/**
 * Where an update puts things, by the neighbours that they claim: the item behind which one was put (`origin`) and
 * the one before which (`rightOrigin`), null being the list's beginning or end.
 * - `between`: between two that were neighbours in some replica, as everything that is typed.
 * - `strange`: between two that nobody can have seen side by side. Yjs itself does so, rarely, when somebody undoes
 *   what was undone before. Which text comes out may then depend on the order in which updates arrive.
 * - `nowhere`: between two that are not even in one list.
 */
export type Placing = 'between' | 'strange' | 'nowhere';

/** How everything is placed that `clients` have added in this transaction. To be asked before it is cleaned up. */
export function placingOf({ doc, beforeState }: Y.Transaction, clients: Iterable<number>): Placing {
  /** Of the items that were found to be in order: before which other. */
  const before = new Map<Y.Item, Y.Item>();
  let steps = 0;

  const placingOfItem = (item: Y.Item): Placing => {
    const left = neighbour(doc, item.origin);
    const right = neighbour(doc, item.rightOrigin);
    if ((left && !isBeside(left, item)) || (right && !isBeside(right, item))) return 'nowhere';
    // The values of one attribute are a list to which everybody appends.
    if (item.parentSub !== null) return right ? 'nowhere' : 'between';
    // Who has an item also has what that was put behind, and before.
    if (!left) return right?.origin ? 'strange' : 'between';
    if (!right) return left.rightOrigin ? 'strange' : 'between';
    if (before.get(left) !== right) {
      const notBetween = [neighbour(doc, right.origin), neighbour(doc, left.rightOrigin)];
      for (let at = left.right; at !== right; at = at.right) {
        steps += 1;
        if (!at || notBetween.includes(at) || steps > MAX_STEPS) return 'strange';
      }
    }
    before.set(item, right);
    return 'between';
  };

  let placing: Placing = 'between';
  for (const client of clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const from = beforeState.get(client) ?? 0;
    if (from === Y.getState(doc.store, client)) continue;
    for (let i = from === 0 ? 0 : Y.findIndexSS(structs, from); i < structs.length; i += 1) {
      const struct = structs[i];
      const itsPlacing = struct instanceof Y.Item ? placingOfItem(struct) : 'between';
      if (itsPlacing === 'nowhere') return itsPlacing;
      if (itsPlacing === 'strange') placing = itsPlacing;
    }
  }
  return placing;
}

/** An item by its id. Beside one that is there stands no other that is gone. */
const neighbour = ({ store }: Y.Doc, id: Y.ID | null): Y.Item | null => id && Y.getItem(store, id);

const isBeside = (one: Y.Item, other: Y.Item): boolean =>
  one.parent === other.parent && one.parentSub === other.parentSub;
