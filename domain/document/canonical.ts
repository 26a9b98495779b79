import type { NodeJson } from './outline.ts';
import { schema } from './schema.ts';

type Attributes = Record<string, unknown>;

/**
 * The canonical form of a section's text: default attributes left out, keys and marks sorted, adjacent
 * text joined, NFC, comment anchors dropped. Two documents that read the same have the same canonical form.
 */
export function canonical(doc: NodeJson): NodeJson {
  const content = joined(
    (doc.content ?? []).map((node) => (node.text === undefined ? canonical(node) : leaf(node))),
  );
  return {
    type: doc.type,
    ...stated(doc.attrs, schema.nodes[doc.type]?.spec.attrs),
    ...(content.length > 0 && { content }),
  };
}

/** The attributes that differ from their defaults, by name; none at all where none do: Yjs writes `{}` for a mark without any. */
function stated(given: Attributes = {}, defaults: Record<string, { default?: unknown }> = {}) {
  const attrs = Object.entries(given)
    .filter(([name, value]) => value !== null && value !== undefined && value !== defaults[name]?.default)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return attrs.length > 0 ? { attrs: Object.fromEntries(attrs) } : {};
}

/** The text whose SHA-256 is a section's digest; `v` is the version of this form. */
export function canonicalText(doc: NodeJson): string {
  return JSON.stringify({ v: 1, doc: canonical(doc) });
}

/** SHA-256 of the canonical form, in lower-case hex: what a state's position binds to. */
export async function digestOf(doc: NodeJson): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalText(doc));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function leaf(node: NodeJson): NodeJson {
  const marks = (node.marks ?? [])
    .filter((mark) => mark.type !== 'comment')
    .map((mark) => ({ type: mark.type, ...stated(mark.attrs, schema.marks[mark.type]?.spec.attrs) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { type: 'text', text: node.text?.normalize('NFC') ?? '', ...(marks.length > 0 && { marks }) };
}

/** Joins neighbours with the same marks: how a text was cut into runs is an accident of editing. */
function joined(nodes: NodeJson[]): NodeJson[] {
  const out: NodeJson[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (
      node.text !== undefined &&
      last?.text !== undefined &&
      JSON.stringify(last.marks) === JSON.stringify(node.marks)
    ) {
      // A letter and its accent may come from two runs.
      out[out.length - 1] = { ...last, text: (last.text + node.text).normalize('NFC') };
    } else out.push(node);
  }
  return out;
}
