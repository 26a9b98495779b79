import type { NodeJson } from './outline.ts';

/** The document that a comparison was made from (every change rejected) or to (every change accepted). */
export function sideOf(merged: NodeJson, side: 'from' | 'to'): NodeJson {
  const { change: _change, moved: _moved, was, ...attrs } = merged.attrs ?? {};
  const [hiddenChange, hiddenMark] = side === 'from' ? ['inserted', 'insertion'] : ['deleted', 'deletion'];
  const content = (merged.content ?? []).flatMap((node): NodeJson[] => {
    if (node.text === undefined) return node.attrs?.change === hiddenChange ? [] : [sideOf(node, side)];
    if (node.marks?.some((mark) => mark.type === hiddenMark)) return [];
    const marks = node.marks?.filter((mark) => mark.type !== 'insertion' && mark.type !== 'deletion') ?? [];
    return [{ type: 'text', text: node.text, ...(marks.length > 0 && { marks }) }];
  });
  const old = side === 'from' && typeof was === 'object' ? was : {};
  return { type: merged.type, attrs: { ...attrs, ...old }, content };
}
