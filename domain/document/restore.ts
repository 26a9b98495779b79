import * as Y from 'yjs';
import { alignByKey, identityOf } from './align.ts';
import { canonical } from './canonical.ts';
import type { NodeJson } from './outline.ts';
import { restoreText } from './restore-text.ts';
import { BODY, schema } from './schema.ts';
import { textAttributesOf } from './y-marks.ts';
import { nodesOf } from './ydoc.ts';

/**
 * Changes a section's Y.Doc forward until it says what `target` says. What is equal stays untouched, and of
 * a block that differs only what differs is changed, so that what colleagues type at the same time survives.
 * Comment anchors in text that stays stay as they are now.
 *
 * `target` has to fit the schema (see `checkedDocument`).
 */
export function restoreDocument(ydoc: Y.Doc, target: NodeJson): void {
  ydoc.transact(() => restoreBlocks(ydoc.getXmlFragment(BODY), target.content ?? []));
}

function restoreBlocks(parent: Y.XmlFragment, wanted: NodeJson[]): void {
  const children = parent.toArray();
  // Text has no place between blocks; it matches nothing and goes.
  const present = children.map((child) => (child instanceof Y.XmlElement ? nodesOf(child)[0] : undefined));
  const keys = present.map((node, place) => (node ? identityOf(node) : `text ${place}`));
  const { kept } = alignByKey(keys, wanted.map(identityOf));
  const counterparts = new Map(kept.map((pair) => [pair.to, pair.from]));

  // `place` counts what is in the Y.Doc now, `old` what was there before.
  let [place, old] = [0, 0];
  const removeUpTo = (end: number) => {
    if (end > old) parent.delete(place, end - old);
    old = end;
  };
  wanted.forEach((node, index) => {
    const counterpart = counterparts.get(index);
    if (counterpart === undefined) parent.insert(place, [elementOf(node)]);
    else {
      removeUpTo(counterpart);
      const [child, now] = [children[counterpart], present[counterpart]];
      if (child instanceof Y.XmlElement && now) restoreBlock(child, now, node);
      old = counterpart + 1;
    }
    place += 1;
  });
  removeUpTo(children.length);
}

function restoreBlock(element: Y.XmlElement, now: NodeJson, wanted: NodeJson): void {
  if (isSame(now, wanted)) return;
  for (const name of attributeNames(wanted)) {
    const value = attributeOf(wanted, name);
    if (JSON.stringify(attributeOf(now, name)) === JSON.stringify(value)) continue;
    if (value === null) element.removeAttribute(name);
    else setAttribute(element, name, value);
  }
  if (isTextblock(wanted)) restoreText(element, wanted.content ?? []);
  else restoreBlocks(element, wanted.content ?? []);
}

/** A new Y element as y-tiptap makes it: every attribute that is not null, neighbouring runs in one text. */
function elementOf(node: NodeJson): Y.XmlElement {
  const element = new Y.XmlElement(node.type);
  for (const name of attributeNames(node)) {
    const value = attributeOf(node, name);
    if (value !== null) setAttribute(element, name, value);
  }
  const content = node.content ?? [];
  if (!isTextblock(node)) element.insert(0, content.map(elementOf));
  else if (content.length > 0) {
    const text = new Y.XmlText();
    text.applyDelta(
      content.map((run) => ({ insert: run.text ?? '', attributes: textAttributesOf(run.marks) })),
    );
    element.insert(0, [text]);
  }
  return element;
}

function isSame(now: NodeJson, wanted: NodeJson): boolean {
  return JSON.stringify(canonical(now)) === JSON.stringify(canonical(wanted));
}

function attributeNames(node: NodeJson): string[] {
  return Object.keys(schema.nodes[node.type]?.spec.attrs ?? {});
}

function attributeOf(node: NodeJson, name: string): unknown {
  return node.attrs?.[name] ?? schema.nodes[node.type]?.spec.attrs?.[name]?.default ?? null;
}

function setAttribute(element: Y.XmlElement, name: string, value: unknown): void {
  // Yjs keeps any JSON value; its types know only strings unless each attribute is declared.
  element.setAttribute(name, value as string);
}

function isTextblock(node: NodeJson): boolean {
  return schema.nodes[node.type]?.isTextblock ?? false;
}
