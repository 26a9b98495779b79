import { isWebAddress, REFERENCE_CHARACTER } from './inline-rules.ts';
import { isReference, type NodeJson } from './outline.ts';
import { schema } from './schema.ts';

/** The longest caption, source or alternative text, in UTF-16 units. */
const MAX_ATTRIBUTE_LENGTH = 4000;

/** How deep blocks may lie in each other: far more than anybody reads, and little enough for whoever walks them. */
const MAX_DEPTH = 40;

/** What Postgres can keep as JSON. Whoever sends anything else has not written it in a browser. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0');

const ID = /^[\w-]{1,64}$/;
const isIdOrNull = (value: unknown) => value === null || (typeof value === 'string' && ID.test(value));
const isSpan = (value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 50;
const isShortText = (value: unknown) =>
  typeof value === 'string' &&
  value.length <= MAX_ATTRIBUTE_LENGTH &&
  !value.includes('data:image') &&
  isStorable(value);

/** What each attribute may hold, by its name: a name means the same on every node and mark. */
const ATTRIBUTES: Record<string, (value: unknown) => boolean> = {
  id: isIdOrNull,
  target: isIdOrNull,
  file: isIdOrNull,
  level: (value) => value === 2 || value === 3,
  numbered: (value) => typeof value === 'boolean',
  caption: isShortText,
  source: isShortText,
  alternative: isShortText,
  colspan: isSpan,
  rowspan: isSpan,
  colwidth: (value) =>
    value === null ||
    (Array.isArray(value) && value.length <= 50 && value.every((w) => w === null || Number.isInteger(w))),
  href: (value) => isWebAddress(value) && value.length <= MAX_ATTRIBUTE_LENGTH && isStorable(value),
};

/**
 * Whether a block of a section is one that our editor could have made, beyond what the schema itself checks:
 * known attributes with values of their kind, and references on their one character. Returns null, or what
 * is wrong in words. Needs the block under a document, whose content rules it checks too.
 */
export function findFault(block: NodeJson): string | null {
  try {
    schema.nodeFromJSON({ type: 'doc', content: [block] }).check();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return faultIn(block, 1);
}

/** Whether a mark is one of ours with values of their kind, wherever it stands. Returns null, or what is wrong in words. */
export function findMarkFault(type: string, attrs: unknown): string | null {
  const known = Object.hasOwn(schema.marks, type) ? (schema.marks[type]?.spec.attrs ?? {}) : null;
  if (!known) return `there is no mark ${type}`;
  if (typeof attrs !== 'object' || attrs === null) return `${type} has something else than attributes`;
  return attributesFault(attrs as Record<string, unknown>, known, type); // an object's values are unknown
}

function faultIn(node: NodeJson, depth: number): string | null {
  if (depth > MAX_DEPTH) return `blocks lie more than ${MAX_DEPTH} deep in each other`;
  if (!isStorable(node.text ?? '')) return 'it holds a character that is none';
  const known = schema.nodes[node.type]?.spec.attrs ?? {};
  const fault = attributesFault(node.attrs ?? {}, known, node.type);
  if (fault) return fault;
  for (const mark of node.marks ?? []) {
    const markFault = findMarkFault(mark.type, mark.attrs ?? {});
    if (markFault) return markFault;
    if (isReference(mark.type) && !isOnlyReferences(node.text ?? ''))
      return `${mark.type} stands on other text`;
  }
  for (const child of node.content ?? []) {
    const childFault = faultIn(child, depth + 1);
    if (childFault) return childFault;
  }
  return null;
}

function attributesFault(attrs: Record<string, unknown>, known: object, owner: string): string | null {
  for (const [name, value] of Object.entries(attrs)) {
    // Not `in`: every object also has the names of its prototype, such as `constructor`.
    if (!Object.hasOwn(known, name)) return `${owner} has no attribute ${name}`;
    if (!ATTRIBUTES[name]?.(value)) return `the ${name} of ${owner} is not of its kind`;
  }
  return null;
}

/** Two copies of one reference may come to stand side by side and make one run. */
function isOnlyReferences(text: string): boolean {
  return text.replaceAll(REFERENCE_CHARACTER, '') === '';
}
