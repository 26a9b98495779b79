import { canonical } from './canonical.ts';
import type { NodeJson } from './outline.ts';

/** A place in one list of blocks and its counterpart in another. */
export type Pair = { from: number; to: number };

/** `kept`: pairs in the order of both lists. `moved`: pairs whose order changed. What is in neither has no counterpart. */
export type Alignment = { kept: Pair[]; moved: Pair[] };

/**
 * What makes a block the same block in two documents: its type and its id, and without an id what it
 * says. A block that became another type counts as another block.
 */
export function identityOf(block: NodeJson): string {
  const id = block.attrs?.id;
  return typeof id === 'string' && id !== ''
    ? `${block.type} ${id}`
    : `${block.type} = ${JSON.stringify(canonical(block))}`;
}

/**
 * Pairs two lists by their keys, equal keys in their order, and keeps as many pairs as possible in place:
 * a block that was carried over ten others moved, not the ten.
 */
export function alignByKey(from: readonly string[], to: readonly string[]): Alignment {
  const places = new Map<string, number[]>();
  to.forEach((key, place) => {
    const known = places.get(key);
    if (known) known.push(place);
    else places.set(key, [place]);
  });
  const taken = new Map<string, number>();
  const pairs = from.flatMap((key, place): Pair[] => {
    const nth = taken.get(key) ?? 0;
    const counterpart = places.get(key)?.[nth];
    if (counterpart === undefined) return [];
    taken.set(key, nth + 1);
    return [{ from: place, to: counterpart }];
  });
  const kept = longestRising(pairs);
  const inPlace = new Set(kept);
  return { kept, moved: pairs.filter((pair) => !inPlace.has(pair)) };
}

/** The longest selection of pairs (given by rising `from`) in which `to` rises as well. */
function longestRising(pairs: Pair[]): Pair[] {
  // tails[length - 1] ends the best selection of that length; each link names the one before it.
  const tails: Link[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle]?.pair.to ?? 0) < pair.to) low = middle + 1;
      else high = middle;
    }
    tails[low] = { pair, before: low > 0 ? tails[low - 1] : undefined };
  }
  const chosen: Pair[] = [];
  for (let link = tails.at(-1); link; link = link.before) chosen.push(link.pair);
  return chosen.reverse();
}

type Link = { pair: Pair; before: Link | undefined };
