import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import type { NodeJson } from './outline.ts';
import { BODY, schema } from './schema.ts';

/** The formatting of a run in a Y.XmlText, by attribute name. */
export type TextAttributes = Record<string, unknown>;

/** Marks that anchor comment threads have names of this kind in a Y.XmlText: the hash keeps threads apart. */
const COMMENT = /^comment(--|$)/;

const known = new Map<string, TextAttributes>();

/**
 * The formatting attributes that y-tiptap gives to text with these marks. Asked of y-tiptap itself, since
 * marks that overlap with their own kind get a hash in their name that editors must agree on.
 */
export function textAttributesOf(marks: NodeJson['marks']): TextAttributes {
  if (!marks || marks.length === 0) return {};
  const key = JSON.stringify(marks);
  const found = known.get(key) ?? askEditor(marks);
  // Thread and target ids are without end; the texts at work at one time are not.
  if (known.size > 10_000) known.clear();
  known.set(key, found);
  // A copy: Yjs writes into the attributes that it is given.
  return structuredClone(found);
}

/** True for the attribute of a comment thread's anchor. */
export function isCommentAttribute(name: string): boolean {
  return COMMENT.test(name);
}

function askEditor(marks: NonNullable<NodeJson['marks']>): TextAttributes {
  const body = new Y.Doc().getXmlFragment(BODY);
  const text = { type: 'text', text: 'x', marks };
  prosemirrorJSONToYXmlFragment(
    schema,
    { type: 'doc', content: [{ type: 'recommendation', content: [text] }] },
    body,
  );
  const block = body.get(0);
  const run = block instanceof Y.XmlElement ? block.get(0) : undefined;
  const [first] = run instanceof Y.XmlText ? run.toDelta() : [];
  return JSON.parse(JSON.stringify(first?.attributes ?? {}));
}
