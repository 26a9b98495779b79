import { alignByKey, type Pair } from './align.ts';
import { type NodeJson, textOf } from './outline.ts';
import { countWordTokens, tokensOf } from './word-diff.ts';

/** Two blocks with less than this share of their words in common are two blocks, not one that changed. */
const ALIKE = 0.5;

/** Beyond this many comparisons only blocks that say exactly the same are paired. */
const MAX_COMPARISONS = 100_000;

/**
 * Pairs blocks without a common id by what they say, in the order of both lists: first those that say the
 * same, and between those, what is most alike. For text that lost its ids, as after cutting and pasting.
 */
export function pairBySimilarity(from: NodeJson[], to: NodeJson[]): Pair[] {
  if (from.length === 0 || to.length === 0) return [];
  const pairs: Pair[] = [];
  const start = { from: 0, to: 0 };
  const same = alignByKey(from.map(contentKey), to.map(contentKey)).kept;
  for (const next of [...same, { from: from.length, to: to.length }]) {
    const between = mostAlike(from.slice(start.from, next.from), to.slice(start.to, next.to));
    for (const pair of between) pairs.push({ from: start.from + pair.from, to: start.to + pair.to });
    pairs.push(next);
    start.from = next.from + 1;
    start.to = next.to + 1;
  }
  return pairs.slice(0, -1);
}

/** The pairs, in order, that together are as alike as can be; only blocks that are `ALIKE` are paired. */
function mostAlike(from: NodeJson[], to: NodeJson[]): Pair[] {
  if (from.length * to.length > MAX_COMPARISONS) return [];
  const [before, after] = [from.map(profileOf), to.map(profileOf)];
  const width = to.length + 1;
  const alike = before.flatMap((block) => after.map((other) => likenessOf(block, other)));
  const likeness = (i: number, j: number) => alike[i * to.length + j] ?? 0;
  // The most that the blocks from i and from j on can have in common.
  const sums = new Float64Array((from.length + 1) * width);
  const best = (i: number, j: number) => sums[i * width + j] ?? 0;
  const ifPaired = (i: number, j: number) =>
    likeness(i, j) >= ALIKE ? likeness(i, j) + best(i + 1, j + 1) : 0;
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      sums[i * width + j] = Math.max(ifPaired(i, j), best(i + 1, j), best(i, j + 1));

  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < from.length && j < to.length; ) {
    if (likeness(i, j) >= ALIKE && best(i, j) === ifPaired(i, j)) {
      pairs.push({ from: i, to: j });
      i += 1;
      j += 1;
    } else if (best(i, j) === best(i + 1, j)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** The attributes of a block whose words a reader sees. */
export function printedAttributes(node: NodeJson): string[] {
  return node.type === 'table' || node.type === 'figure' ? ['caption', 'source', 'alternative'] : [];
}

/** How many words a block has, captions and sources included. */
export function wordsOf(node: NodeJson): number {
  return countWordTokens(wordTokens(node));
}

type Profile = { type: string; words: Map<string, number>; total: number };

function profileOf(node: NodeJson): Profile {
  const words = new Map<string, number>();
  const tokens = wordTokens(node).filter((token) => token.trim() !== '');
  for (const token of tokens) words.set(token, (words.get(token) ?? 0) + 1);
  return { type: node.type, words, total: tokens.length };
}

/** The share of words in common (Dice), from 0 to 1; 0 for blocks of two types. */
function likenessOf(before: Profile, after: Profile): number {
  if (before.type !== after.type) return 0;
  if (before.total + after.total === 0) return 0;
  const [fewer, more] = before.words.size < after.words.size ? [before, after] : [after, before];
  let common = 0;
  for (const [word, count] of fewer.words) common += Math.min(count, more.words.get(word) ?? 0);
  return (2 * common) / (before.total + after.total);
}

function wordTokens(node: NodeJson): string[] {
  const captions = printedAttributes(node).map((name) => node.attrs?.[name]);
  const printed = captions.filter((value) => typeof value === 'string');
  return tokensOf([textOf(node), ...printed].join(' '));
}

/** What a block says, whatever its ids. */
function contentKey(node: NodeJson): string {
  return JSON.stringify(node, (key, value) => (key === 'id' ? undefined : value));
}
