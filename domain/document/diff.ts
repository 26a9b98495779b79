import { alignByKey, identityOf, type Pair } from './align.ts';
import { canonical } from './canonical.ts';
import { isReference, type NodeJson } from './outline.ts';
import { schema } from './schema.ts';
import { pairBySimilarity, printedAttributes, wordsOf } from './similarity.ts';
import { countWordTokens, diffSequences, readable, tokensOf } from './word-diff.ts';

/**
 * Two documents as one. Text carries the marks `insertion` and `deletion`; a block has the attribute
 * `change` when it was inserted or deleted whole, or when its own attributes changed, whose old values are
 * then in `was`. `moved` stands beside `change` on both places of a block that was carried elsewhere.
 */
export type Comparison = {
  document: NodeJson;
  /** In words; text that was only moved counts as neither. */
  summary: { inserted: number; deleted: number };
};

/**
 * Compares two documents of a section, comment anchors left out. `sideOf` gives either of them back, so the
 * comparison shows exactly what was added and removed.
 */
export function compareDocuments(from: NodeJson, to: NodeJson): Comparison {
  const summary = { inserted: 0, deleted: 0 };
  const document = mergeNodes(canonical(from), canonical(to), summary);
  return { document: withDefaults(document), summary };
}

type Summary = Comparison['summary'];

function mergeNodes(from: NodeJson, to: NodeJson, summary: Summary): NodeJson {
  if (JSON.stringify(from) === JSON.stringify(to)) return to;
  const merged: NodeJson = { type: to.type, ...mergeAttributes(from, to, summary) };
  const [before, after] = [from.content ?? [], to.content ?? []];
  const content = isTextblock(to) ? mergeText(before, after, summary) : mergeBlocks(before, after, summary);
  return content.length > 0 ? { ...merged, content } : merged;
}

function mergeAttributes(from: NodeJson, to: NodeJson, summary: Summary): Pick<NodeJson, 'attrs'> {
  const [before, after] = [from.attrs ?? {}, to.attrs ?? {}];
  const was: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      was[name] = before[name] ?? defaultOf(to.type, name);
  if (Object.keys(was).length === 0) return to.attrs ? { attrs: after } : {};

  for (const name of printedAttributes(to)) {
    const [old, now] = [tokensOf(String(before[name] ?? '')), tokensOf(String(after[name] ?? ''))];
    let [at, then] = [0, 0];
    for (const { kind, count } of diffSequences(old, now)) {
      if (kind === 'delete') summary.deleted += countWordTokens(old.slice(at, at + count));
      if (kind === 'insert') summary.inserted += countWordTokens(now.slice(then, then + count));
      if (kind !== 'insert') at += count;
      if (kind !== 'delete') then += count;
    }
  }
  // Another id alone is nothing that anybody could see.
  const isSeen = Object.keys(was).some((name) => name !== 'id');
  return { attrs: { ...after, ...(isSeen && { change: 'changed' }), was } };
}

function mergeBlocks(from: NodeJson[], to: NodeJson[], summary: Summary): NodeJson[] {
  const { kept, moved } = alignByKey(from.map(identityOf), to.map(identityOf));
  const movedFrom = new Map(moved.map((pair) => [pair.from, pair]));
  const movedTo = new Map(moved.map((pair) => [pair.to, pair]));
  const isCarried = (pair: Pair | undefined) =>
    pair !== undefined && JSON.stringify(from[pair.from]) === JSON.stringify(to[pair.to]);

  const out: NodeJson[] = [];
  const remove = (place: number) => {
    const block = from[place];
    if (!block) return;
    const move = movedFrom.get(place);
    if (!isCarried(move)) summary.deleted += wordsOf(block);
    out.push(whole(block, 'deleted', move !== undefined));
  };
  const add = (place: number) => {
    const block = to[place];
    if (!block) return;
    const move = movedTo.get(place);
    if (!isCarried(move)) summary.inserted += wordsOf(block);
    out.push(whole(block, 'inserted', move !== undefined));
  };

  let [at, then] = [0, 0];
  const walkTo = (pair: Pair) => {
    for (; at < pair.from; at += 1) remove(at);
    for (; then < pair.to; then += 1) add(then);
  };
  const end = { from: from.length, to: to.length };
  for (const next of [...kept, end]) {
    const open = {
      from: range(at, next.from).filter((place) => !movedFrom.has(place)),
      to: range(then, next.to).filter((place) => !movedTo.has(place)),
    };
    const alike = pairBySimilarity(
      open.from.flatMap((place) => from[place] ?? []),
      open.to.flatMap((place) => to[place] ?? []),
    ).map((pair): Pair => ({ from: open.from[pair.from] ?? at, to: open.to[pair.to] ?? then }));
    for (const pair of next === end ? alike : [...alike, next]) {
      walkTo(pair);
      const [before, after] = [from[pair.from], to[pair.to]];
      if (before && after) out.push(mergeNodes(before, after, summary));
      at = pair.from + 1;
      then = pair.to + 1;
    }
  }
  walkTo(end);
  return out;
}

/** A block that stands on one side only. Its text is marked too, so that whoever shows only text shows it. */
function whole(block: NodeJson, change: 'inserted' | 'deleted', isMoved: boolean): NodeJson {
  const marked = markText(block, change === 'inserted' ? 'insertion' : 'deletion');
  return { ...marked, attrs: { ...marked.attrs, change, ...(isMoved && { moved: true }) } };
}

function markText(node: NodeJson, type: 'insertion' | 'deletion'): NodeJson {
  if (node.text !== undefined) return { ...node, marks: [...(node.marks ?? []), { type }] };
  return node.content ? { ...node, content: node.content.map((child) => markText(child, type)) } : node;
}

type Piece = { text: string; marks: NonNullable<NodeJson['marks']> };

function mergeText(from: NodeJson[], to: NodeJson[], summary: Summary): NodeJson[] {
  const [before, after] = [piecesOf(from), piecesOf(to)];
  // The same word in italics is another word: its mark was added.
  const keyOf = ({ text, marks }: Piece) => (marks.length > 0 ? `${text}\0${JSON.stringify(marks)}` : text);
  const keys = before.map(keyOf);
  const edits = readable(diffSequences(keys, after.map(keyOf)), keys);

  const out: NodeJson[] = [];
  let [at, then] = [0, 0];
  for (const { kind, count } of edits) {
    const pieces = kind === 'insert' ? after.slice(then, then + count) : before.slice(at, at + count);
    const words = countWordTokens(pieces.map(({ text }) => text));
    if (kind === 'insert') summary.inserted += words;
    if (kind === 'delete') summary.deleted += words;
    const change = kind === 'keep' ? [] : [{ type: kind === 'insert' ? 'insertion' : 'deletion' }];
    for (const { text, marks } of pieces) append(out, text, [...marks, ...change]);
    if (kind !== 'insert') at += count;
    if (kind !== 'delete') then += count;
  }
  return out;
}

function piecesOf(runs: NodeJson[]): Piece[] {
  return runs.flatMap(({ text = '', marks = [] }) => {
    // Two footnote calls side by side with one id are two characters; each stands alone.
    const tokens = marks.some((mark) => isReference(mark.type)) ? [...text] : tokensOf(text);
    return tokens.map((token) => ({ text: token, marks }));
  });
}

function append(runs: NodeJson[], text: string, marks: Piece['marks']): void {
  const last = runs.at(-1);
  if (last && JSON.stringify(last.marks ?? []) === JSON.stringify(marks)) last.text += text;
  else runs.push({ type: 'text', text, ...(marks.length > 0 && { marks }) });
}

/** Canonical documents leave defaults out; whoever shows a document expects them. */
function withDefaults(node: NodeJson): NodeJson {
  if (node.text !== undefined) return node;
  const defaults = Object.entries(schema.nodes[node.type]?.spec.attrs ?? {}).map(
    ([name, { default: value }]) => [name, value],
  );
  return {
    ...node,
    ...((defaults.length > 0 || node.attrs) && { attrs: { ...Object.fromEntries(defaults), ...node.attrs } }),
    ...(node.content && { content: node.content.map(withDefaults) }),
  };
}

function defaultOf(type: string, name: string): unknown {
  return schema.nodes[type]?.spec.attrs?.[name]?.default ?? null;
}

function isTextblock(node: NodeJson): boolean {
  return schema.nodes[node.type]?.isTextblock ?? false;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
