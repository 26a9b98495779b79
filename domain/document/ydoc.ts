import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { NodeJson } from './outline.ts';
import { BODY, schema } from './schema.ts';

/**
 * The document that a section's Y.Doc holds, in JSON, unchecked: `schema.nodeFromJSON(json).check()` decides
 * whether it fits. Only reads; the y-tiptap functions that return nodes would modify the Y.Doc.
 */
export function documentOf(ydoc: Y.Doc): NodeJson {
  const { content } = yXmlFragmentToProsemirrorJSON(ydoc.getXmlFragment(BODY));
  return { type: 'doc', content: content as NodeJson[] };
}

/** The document in `json` against the schema. Throws RangeError where it does not fit. */
export function checkedDocument(json: NodeJson) {
  const node = schema.nodeFromJSON(json);
  node.check();
  return node;
}
