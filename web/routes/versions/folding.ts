/** Neighbouring blocks from `from` up to and without `to`, all shown or all folded to one line. */
export type Run = { kind: 'shown' | 'folded'; from: number; to: number };

/** How much of the unchanged text around a change is shown with it, and how few blocks are not worth folding. */
export type FoldSizes = { context: number; smallest: number };

/**
 * Divides blocks, of which it is known whether each changed, into runs in their order. A changed block is
 * always shown, with `context` unchanged ones on each side; fewer than `smallest` others are shown too.
 */
export function foldRuns(isChanged: readonly boolean[], { context, smallest }: FoldSizes): Run[] {
  const isShown = isChanged.map((_, place) =>
    isChanged.slice(Math.max(0, place - context), place + context + 1).includes(true),
  );
  const runs: Run[] = [];
  for (const [place, shown] of isShown.entries()) {
    const kind = shown ? 'shown' : 'folded';
    const last = runs.at(-1);
    if (last?.kind === kind) last.to = place + 1;
    else runs.push({ kind, from: place, to: place + 1 });
  }
  return runs.reduce<Run[]>((joined, run) => {
    const kind = run.to - run.from < smallest ? 'shown' : run.kind;
    const last = joined.at(-1);
    if (last?.kind === 'shown' && kind === 'shown') last.to = run.to;
    else joined.push({ ...run, kind });
    return joined;
  }, []);
}
