/** A card that wants to stand beside its words: `wanted` and `height` in pixels. */
export type MarginCard = { id: string; wanted: number; height: number };

/**
 * Where cards stand beside the text, in pixels from the top of their column: each at its words, pushed down
 * where there is no room, except that the one with `focusedId` stands exactly at its own and pushes the others.
 * The result is in the order of the words.
 */
export function layOut(
  cards: MarginCard[],
  focusedId: string | null,
  gap: number,
): { id: string; top: number }[] {
  const order = cards.toSorted((a, b) => a.wanted - b.wanted);
  const tops = order.map(({ wanted }) => wanted);
  const pushDown = (from: number) => {
    for (let i = from; i < order.length; i++) {
      const above = order[i - 1];
      if (above) tops[i] = Math.max(order[i]?.wanted ?? 0, (tops[i - 1] ?? 0) + above.height + gap);
    }
  };
  pushDown(1);
  const focused = order.findIndex(({ id }) => id === focusedId);
  if (focused !== -1) {
    tops[focused] = order[focused]?.wanted ?? 0;
    for (let i = focused - 1; i >= 0; i--)
      tops[i] = Math.min(tops[i] ?? 0, (tops[i + 1] ?? 0) - (order[i]?.height ?? 0) - gap);
    pushDown(focused + 1);
  }
  return order.map(({ id }, index) => ({ id, top: tops[index] ?? 0 }));
}
