import { isWebAddress, REFERENCE_CHARACTER } from '../document/inline-rules.ts';
import { type NodeJson, outlineOf } from '../document/outline.ts';

type Read = (value: unknown) => unknown;

const asText: Read = (value) => (typeof value === 'string' ? value.toWellFormed() : '');
const asId: Read = (value) => (typeof value === 'string' && value !== '' ? value.toWellFormed() : null);
const asSpan: Read = (value) => Math.min(50, Math.max(1, Math.trunc(Number(value)) || 1));
const asLevel: Read = (value) => (value === 3 ? 3 : 2);
const asNumbered: Read = (value) => value !== false;

/** Every node that may be published, with its attributes. What is not here does not pass. */
const NODES: Record<string, Record<string, Read>> = {
  heading: { id: asId, level: asLevel },
  paragraph: { id: asId, numbered: asNumbered },
  recommendation: { id: asId },
  quotation: { id: asId },
  subparagraphList: { id: asId },
  bulletList: { id: asId },
  listItem: { id: asId },
  table: { id: asId, caption: asText, source: asText },
  tableRow: { id: asId },
  tableCell: { id: asId, colspan: asSpan, rowspan: asSpan },
  tableHeader: { id: asId, colspan: asSpan, rowspan: asSpan },
  figure: { id: asId, file: asId, caption: asText, source: asText, alternative: asText },
  footnote: { id: asId },
};

/**
 * The part of a section's document that may be published: known nodes and marks are copied, attribute by
 * attribute, and nothing else passes. Comment anchors, marks and attributes of other features, footnotes that
 * nobody calls and empty paragraphs at the end stay behind. Does not change `doc`.
 */
export function allowedContent(doc: NodeJson): NodeJson {
  const called = new Set(outlineOf(doc).footnotes.map(({ id }) => id));
  const blocks = (doc.content ?? []).flatMap(copy);
  const notes = blocks.filter((block) => block.type === 'footnote' && called.has(String(block.attrs?.id)));
  const text = blocks.filter((block) => block.type !== 'footnote');
  while (text.at(-1)?.type === 'paragraph' && !text.at(-1)?.content?.length) text.pop();
  return { type: 'doc', content: [...text, ...notes] };
}

function copy(node: NodeJson): NodeJson[] {
  if (node.type === 'text') return copyRun(node);
  const attributes = NODES[node.type];
  if (!attributes) return [];
  const attrs = Object.fromEntries(
    Object.entries(attributes).map(([name, read]) => [name, read(node.attrs?.[name])]),
  );
  const content = (node.content ?? []).flatMap(copy);
  return [{ type: node.type, attrs, ...(content.length > 0 && { content }) }];
}

function copyRun(node: NodeJson): NodeJson[] {
  const marks = (node.marks ?? []).flatMap(({ type, attrs }): NonNullable<NodeJson['marks']> => {
    if (type === 'bold' || type === 'italic') return [{ type }];
    if (type === 'link') return isWebAddress(attrs?.href) ? [{ type, attrs: { href: attrs.href } }] : [];
    if (type === 'footnoteReference') return [{ type, attrs: { id: asId(attrs?.id) } }];
    if (type === 'crossReference') return [{ type, attrs: { target: asId(attrs?.target) } }];
    return [];
  });
  // Whatever words stand under a reference are not shown on any screen, and a bare reference character shows nothing.
  const isReference = marks.some(({ type }) => type === 'footnoteReference' || type === 'crossReference');
  const text = isReference
    ? REFERENCE_CHARACTER
    : (node.text ?? '').toWellFormed().replaceAll(REFERENCE_CHARACTER, '');
  return text === '' ? [] : [{ type: 'text', text, ...(marks.length > 0 && { marks }) }];
}
