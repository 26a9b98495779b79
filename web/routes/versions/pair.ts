/** Two points in a section's history by their ids, of which the later one can be `now`. */
export type Pair = { from: string; to: string };

/** What a comparison needs to know of a version: two with one digest say the same. */
type Kept = { id: string; digest: string };

/**
 * Which two points to compare, given `versions`, newest first, and what was asked for, which may be nothing, or
 * name a version that is not there, or the later one first. Without a wish it is the text as it stands and the
 * newest version that says something else. Null while no version was kept.
 */
export function chosenPair(
  versions: readonly Kept[],
  digestNow: string,
  asked: { from?: string; to?: string },
): Pair | null {
  const points: Kept[] = [{ id: 'now', digest: digestNow }, ...versions];
  const placeOf = (id: string | undefined) => points.findIndex((point) => point.id === id);
  const later = Math.max(placeOf(asked.to), 0);
  const earlier = placeOf(asked.from);
  if (earlier !== -1 && earlier !== later)
    return pairOf(points[Math.max(earlier, later)], points[Math.min(earlier, later)]);
  const older = points.slice(later + 1);
  const other = older.find(({ digest }) => digest !== points[later]?.digest) ?? older[0];
  // The oldest version has nothing before it: it is compared with what came of it.
  return other ? pairOf(other, points[later]) : pairOf(points[later], points[0]);
}

function pairOf(from: Kept | undefined, to: Kept | undefined): Pair | null {
  return from && to && from !== to ? { from: from.id, to: to.id } : null;
}
