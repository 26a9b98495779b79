import * as Y from 'yjs';
import type { NodeJson } from './outline.ts';
import { BODY, schema } from './schema.ts';

/** A mark that may overlap itself is stored under `name--hash`. */
const OVERLAPPING = /^(.*)--[A-Za-z0-9+/=]{4,}$/;

/** The name of the mark that a Y.XmlText has under `key`. */
export const markNameOf = (key: string): string => OVERLAPPING.exec(key)?.[1] ?? key;

/**
 * The document that a section's Y.Doc holds, in JSON, against no schema: `checkedDocument` decides whether it
 * fits. Only reads; the y-tiptap functions that return nodes would modify the Y.Doc.
 */
export function documentOf(ydoc: Y.Doc): NodeJson {
  return { type: 'doc', content: ydoc.getXmlFragment(BODY).toArray().flatMap(nodesOf) };
}

/**
 * One child of a section's fragment as JSON: a node, or the runs of a text. Throws TypeError for what no
 * document of ours contains: embeds, maps, arrays, and what an editor would trip over without seeing it.
 */
export function nodesOf(child: unknown): NodeJson[] {
  if (child instanceof Y.XmlText) return runsOf(child);
  if (!(child instanceof Y.XmlElement))
    throw new TypeError('the text holds something that is neither a block nor text');
  const attrs = ownOnly(child.getAttributes());
  const content = child.toArray().flatMap(nodesOf);
  return [
    {
      type: child.nodeName,
      ...(Object.keys(attrs).length > 0 && { attrs }),
      ...(content.length > 0 && { content }),
    },
  ];
}

function runsOf(text: Y.XmlText): NodeJson[] {
  const runs: { insert: unknown; attributes?: Record<string, unknown> }[] = text.toDelta();
  let length = 0;
  const nodes = runs.map(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string') throw new TypeError('the text holds an embedded object');
    length += insert.length;
    const marks = Object.entries(ownOnly(attributes)).map(([name, attrs]) => ({
      type: markNameOf(name),
      attrs: attrs as Record<string, unknown>, // checked against the schema by whoever uses it
    }));
    return { type: 'text', text: insert, ...(marks.length > 0 && { marks }) };
  });
  // Content of another kind is in no run, and yet counted wherever somebody types behind it.
  if (length !== text.length) throw new TypeError('the text holds something that is no text');
  if (Object.keys(text.getAttributes()).length > 0) throw new TypeError('the text itself has attributes');
  return nodes;
}

/**
 * Yjs puts attributes into a plain object. One called `__proto__` is then none of its own, but whoever reads any
 * other from it, as every editor does, would be answered out of that one.
 */
function ownOnly<Attributes extends object>(attributes: Attributes): Attributes {
  if (Object.getPrototypeOf(attributes) !== Object.prototype)
    throw new TypeError('an attribute has a name that is none');
  return attributes;
}

/**
 * Has a replica stay exactly what it is sent and what is typed in it; returns it. Left alone, Yjs deletes after each
 * update from elsewhere what formatting it finds redundant: on every replica other formatting, on that of somebody who
 * only reads too, and on the server without a word of it in the log.
 */
export function leaveFormatting(ydoc: Y.Doc): Y.Doc {
  ydoc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false; // which Yjs asks right after this
  });
  return ydoc;
}

/** The document in `json` against the schema. Throws RangeError where it does not fit. */
export function checkedDocument(json: NodeJson) {
  const node = schema.nodeFromJSON(json);
  node.check();
  return node;
}
