/** One step from a sequence to another: the next `count` items are kept, deleted from the first, or inserted from the second. */
export type Edit = { kind: 'keep' | 'delete' | 'insert'; count: number };

/**
 * More differences than this between two sequences are not looked for: what lies between their common
 * beginning and end is then one change, which is still right and only less fine.
 */
const MAX_DIFFERENCES = 1_500;

/** A Han character is a word, so is a run of letters and digits of other scripts; spaces and signs stand alone. */
const TOKEN = /\p{Script=Han}\p{M}*|(?:(?!\p{Script=Han})[\p{L}\p{N}][\p{M}'’]*)+|\s+|.\p{M}*/gsu;

/** Cuts a text into words, spaces and signs; joined again they are the text. Never cuts through a character. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many of these tokens a reader would count as words. */
export function countWordTokens(tokens: string[]): number {
  return tokens.filter((token) => /^[\p{L}\p{N}]/u.test(token)).length;
}

/**
 * The shortest way from `before` to `after` (Myers 1986), where items are equal when their strings are. In a
 * change the deletion comes before the insertion, so that `delete` and `insert` each stand at most once
 * between two `keep`s.
 */
export function diffSequences(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;

  const middle = shortestEdits(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  return tidied([{ kind: 'keep', count: start }, ...middle, { kind: 'keep', count: end }]);
}

/**
 * The same edits, coarser, to be read by people: what is kept between two changes only because it is a space
 * becomes part of the change, so that a rewritten phrase is one deletion and one insertion.
 */
export function readable(edits: Edit[], before: readonly string[]): Edit[] {
  let at = 0;
  const out: Edit[] = [];
  edits.forEach((edit, index) => {
    const kept = before.slice(at, at + edit.count);
    const isBetweenChanges = index > 0 && index < edits.length - 1;
    if (edit.kind === 'keep' && isBetweenChanges && kept.every((token) => token.trim() === '')) {
      out.push({ kind: 'delete', count: edit.count }, { kind: 'insert', count: edit.count });
    } else out.push(edit);
    if (edit.kind !== 'insert') at += edit.count;
  });
  return tidied(out);
}

function shortestEdits(before: string[], after: string[]): Edit[] {
  const [n, m] = [before.length, after.length];
  const whole: Edit[] = [
    { kind: 'delete', count: n },
    { kind: 'insert', count: m },
  ];
  if (n === 0 || m === 0) return whole;

  const limit = Math.min(n + m, MAX_DIFFERENCES);
  const offset = limit + 1;
  // How far into `before` the best path reaches on each diagonal (place in `before` less place in `after`).
  const reach = new Int32Array(2 * limit + 3);
  const rounds: Int32Array[] = [];
  for (let differences = 0; differences <= limit; differences += 1) {
    rounds.push(reach.slice(offset - differences - 1, offset + differences + 2));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const isInsertion = cameByInsertion(diagonal, differences, (k) => reach[offset + k] ?? 0);
      let x = isInsertion ? (reach[offset + diagonal + 1] ?? 0) : (reach[offset + diagonal - 1] ?? 0) + 1;
      while (x < n && x - diagonal < m && before[x] === after[x - diagonal]) x += 1;
      reach[offset + diagonal] = x;
      if (x >= n && x - diagonal >= m) return walkBack(rounds, n, m);
    }
  }
  return whole;
}

/** Walks from the end of both sequences to their beginning, along what each round had reached. */
function walkBack(rounds: Int32Array[], n: number, m: number): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [n, m];
  for (let differences = rounds.length - 1; differences >= 0; differences -= 1) {
    const round = rounds[differences];
    const reached = (k: number) => round?.[k + differences + 1] ?? 0;
    const diagonal = x - y;
    const isInsertion = cameByInsertion(diagonal, differences, reached);
    const previous = isInsertion ? diagonal + 1 : diagonal - 1;
    const fromX = differences === 0 ? 0 : reached(previous);
    const fromY = differences === 0 ? 0 : fromX - previous;
    const kept = Math.min(x - fromX, y - fromY);
    edits.push({ kind: 'keep', count: kept });
    if (differences > 0) edits.push({ kind: isInsertion ? 'insert' : 'delete', count: 1 });
    [x, y] = [fromX, fromY];
  }
  return edits.reverse();
}

function cameByInsertion(diagonal: number, differences: number, reached: (diagonal: number) => number) {
  if (diagonal === -differences) return true;
  return diagonal !== differences && reached(diagonal - 1) < reached(diagonal + 1);
}

/** Joins neighbours of a kind, and puts the deletions of each change before its insertions. */
function tidied(edits: Edit[]): Edit[] {
  const out: Edit[] = [];
  let [deleted, inserted] = [0, 0];
  const flush = () => {
    if (deleted > 0) out.push({ kind: 'delete', count: deleted });
    if (inserted > 0) out.push({ kind: 'insert', count: inserted });
    [deleted, inserted] = [0, 0];
  };
  for (const { kind, count } of edits) {
    if (count === 0) continue;
    if (kind === 'delete') deleted += count;
    else if (kind === 'insert') inserted += count;
    else {
      flush();
      const last = out.at(-1);
      if (last?.kind === 'keep') last.count += count;
      else out.push({ kind, count });
    }
  }
  flush();
  return out;
}
