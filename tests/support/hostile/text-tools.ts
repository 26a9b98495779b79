import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import type { Hand } from './attack.ts';
import { update } from './bytes.ts';

/** An element with these attributes, which may be of any kind, around these children. */
export function element(
  name: string,
  attributes: Record<string, unknown> = {},
  ...children: (Y.XmlElement | Y.XmlText)[]
): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string); // Yjs stores any JSON
  made.insert(0, children);
  return made;
}

/** A paragraph of this text. */
export const paragraph = (text: string): Y.XmlElement => element('paragraph', {}, new Y.XmlText(text));

/** The first block of a section under attack and its text: the canary. */
export function canaryIn(ydoc: Y.Doc): { block: Y.XmlElement; text: Y.XmlText } {
  const block = ydoc.getXmlFragment(BODY).get(0) as Y.XmlElement; // as the scene was set
  return { block, text: block.get(0) as Y.XmlText };
}

/** The message that brings a change of the text as it is now. */
export const edit = (hand: Hand, change: (body: Y.XmlFragment, ydoc: Y.Doc) => void): Uint8Array[] => [
  update(hand.intruder.changed((ydoc) => change(ydoc.getXmlFragment(BODY), ydoc))),
];

/** The message that brings all of a document which knows nothing of the section, and so can hold anything under its roots. */
export function elsewhere(change: (ydoc: Y.Doc) => void): Uint8Array[] {
  const ydoc = new Y.Doc();
  change(ydoc);
  return [update(Y.encodeStateAsUpdate(ydoc))];
}

/** Puts into a type what Yjs lets into arrays only. */
export function insertAnything(
  type: Y.XmlText | Y.XmlElement | Y.XmlFragment,
  at: number,
  content: unknown[],
): void {
  const insert = Y.Array.prototype.insert as (this: typeof type, at: number, content: unknown[]) => void;
  insert.call(type, at, content);
}

/** Lists in lists, so many of them, around a paragraph. */
export function nested(depth: number, text: string): Y.XmlElement {
  let inner = paragraph(text);
  for (let i = 0; i < depth; i += 1) inner = element('bulletList', {}, element('listItem', {}, inner));
  return inner;
}
