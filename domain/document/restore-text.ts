import * as Y from 'yjs';
import { REFERENCE_CHARACTER } from './inline-rules.ts';
import type { NodeJson } from './outline.ts';
import { diffSequences, tokensOf } from './word-diff.ts';
import { isCommentAttribute, type TextAttributes, textAttributesOf } from './y-marks.ts';

type Run = { text: string; attributes: TextAttributes };
type Step = { retain: number; attributes?: TextAttributes } | { delete: number } | Insertion;
type Insertion = { insert: string; attributes: TextAttributes };

/**
 * Changes the text of one block, word by word, until it is `wanted` (runs with marks). Words that stay are
 * only re-formatted where their marks differ; their comment anchors stay.
 */
export function restoreText(element: Y.XmlElement, wanted: NodeJson[]): void {
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
  const [only] = texts;
  const after = wanted.map((run): Run => ({ text: run.text ?? '', attributes: textAttributesOf(run.marks) }));
  if (!only) {
    if (after.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(after.map(({ text: insert, attributes }) => ({ insert, attributes })));
    element.insert(0, [text]);
    return;
  }
  const steps = stepsBetween(texts.flatMap(runsOf), after);
  applySteps(texts, steps);
}

/** What has to happen to the first runs to make them the second, all of both accounted for. */
function stepsBetween(before: Run[], after: Run[]): Step[] {
  const [old, now] = [tokensWithKeys(before), tokensWithKeys(after)];
  const steps: Step[] = [];
  const at = { token: 0, offset: 0 };
  const then = { token: 0, offset: 0 };
  for (const { kind, count } of diffSequences(old.keys, now.keys)) {
    const [from, to] = [at.offset, then.offset];
    if (kind !== 'insert') advance(at, old.tokens, count);
    if (kind !== 'delete') advance(then, now.tokens, count);
    const inserted = runsBetween(after, to, then.offset);
    if (kind === 'delete') steps.push({ delete: at.offset - from });
    else if (kind === 'insert')
      steps.push(
        ...inserted.map(({ text, attributes }) => ({ insert: text, attributes: { ...attributes } })),
      );
    else steps.push(...reformatted(runsBetween(before, from, at.offset), inserted));
  }
  return steps;
}

/** The same text before and after, as steps that change only its formatting. */
function reformatted(before: Run[], after: Run[]): Step[] {
  const steps: Step[] = [];
  const [old, now] = [before.toReversed(), after.toReversed()];
  for (let [a, b] = [old.pop(), now.pop()]; a && b; ) {
    const length = Math.min(a.text.length, b.text.length);
    const change = formatChange(a.attributes, b.attributes);
    steps.push({ retain: length, ...(Object.keys(change).length > 0 && { attributes: change }) });
    a = a.text.length > length ? { ...a, text: a.text.slice(length) } : old.pop();
    b = b.text.length > length ? { ...b, text: b.text.slice(length) } : now.pop();
  }
  return steps;
}

function formatChange(now: TextAttributes, wanted: TextAttributes): TextAttributes {
  const change: TextAttributes = {};
  for (const name of new Set([...Object.keys(now), ...Object.keys(wanted)])) {
    if (isCommentAttribute(name)) continue;
    if (!isEqual(now[name], wanted[name])) change[name] = wanted[name] ?? null;
  }
  return change;
}

/** Spreads steps over the several texts that a block can have; what is inserted between two goes into the first. */
function applySteps(texts: Y.XmlText[], steps: Step[]): void {
  const queue = steps.toReversed();
  texts.forEach((text, index) => {
    let left = text.length;
    const own: Step[] = [];
    for (let step = queue.pop(); step; step = queue.pop()) {
      if ('insert' in step) own.push(step);
      else {
        const length = 'retain' in step ? step.retain : step.delete;
        if (length > left) {
          const [here, rest] = [left, length - left];
          queue.push('retain' in step ? { ...step, retain: rest } : { delete: rest });
          if (here > 0) own.push('retain' in step ? { ...step, retain: here } : { delete: here });
          left = 0;
          break;
        }
        own.push(step);
        left -= length;
      }
      const next = queue.at(-1);
      if (left === 0 && index < texts.length - 1 && next && !('insert' in next)) break;
    }
    if (own.some((step) => !('retain' in step) || step.attributes)) text.applyDelta(own);
  });
}

function runsOf(text: Y.XmlText): Run[] {
  const runs: { insert: unknown; attributes?: TextAttributes }[] = text.toDelta();
  // What is no text has no place in a block, and one character's length.
  return runs.map(({ insert, attributes = {} }) => ({
    text: typeof insert === 'string' ? insert : '\ufffc',
    attributes,
  }));
}

/**
 * The words of a block, whatever their formatting, with what makes each equal to another: footnote calls and
 * references are one character each, and differ by what they point to.
 */
function tokensWithKeys(runs: Run[]): { tokens: string[]; keys: string[] } {
  const tokens = tokensOf(runs.map(({ text }) => text).join(''));
  let offset = 0;
  const keys = tokens.map((token) => {
    const start = offset;
    offset += token.length;
    if (!token.startsWith(REFERENCE_CHARACTER)) return token;
    const { footnoteReference, crossReference } = runsBetween(runs, start, start + 1)[0]?.attributes ?? {};
    return `${token}${JSON.stringify([footnoteReference ?? null, crossReference ?? null])}`;
  });
  return { tokens, keys };
}

function advance(place: { token: number; offset: number }, tokens: string[], count: number): void {
  for (const token of tokens.slice(place.token, place.token + count)) place.offset += token.length;
  place.token += count;
}

/** The runs of a text from one offset to another, cut where they reach over. */
function runsBetween(runs: Run[], from: number, to: number): Run[] {
  const out: Run[] = [];
  let start = 0;
  for (const { text, attributes } of runs) {
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (part) out.push({ text: part, attributes });
    start += text.length;
  }
  return out;
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
