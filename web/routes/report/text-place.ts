import { REFERENCE_CHARACTER } from '../../../domain/document/inline-rules.ts';
import type { SelectedText, TextPlace } from '../../editor/SectionEditor.tsx';

/**
 * The text of a block of the reading view as the document counts it: numbers and labels that are only printed
 * are left out, a call or cross-reference is one character. `until` stops there.
 */
function textUntil(block: Element, until: { node: Node; offset: number } | null): string {
  let text = '';
  let isDone = false;
  // A printed number is followed by a space that is not the document's.
  let skipsSpace = false;

  const walk = (node: Node): void => {
    if (isDone) return;
    const isLast = until?.node === node;
    if (node instanceof Text) {
      let value = isLast && until ? node.data.slice(0, until.offset) : node.data;
      if (skipsSpace && value.startsWith(' ')) value = value.slice(1);
      if (node.data !== '') skipsSpace = false;
      text += value;
      isDone = isLast;
      return;
    }
    if (!(node instanceof Element)) return;
    if (node.matches('.number, .label')) {
      skipsSpace = true;
      isDone = until !== null && node.contains(until.node);
      return;
    }
    if (node.matches('sup, a[href^="#"], .dangling, br')) {
      text += node.matches('br') ? '\n' : REFERENCE_CHARACTER;
      isDone = until !== null && node.contains(until.node);
      return;
    }
    for (const [index, child] of [...node.childNodes].entries()) {
      if (isLast && until && index === until.offset) isDone = true;
      walk(child);
    }
    if (isLast) isDone = true;
  };
  walk(block);
  return text;
}

/** The innermost block of the document around a node of the page. */
function blockOf(node: Node | null): HTMLElement | null {
  const element = node instanceof Element ? node : node?.parentElement;
  const block = element?.closest<HTMLElement>('.report-text [data-id]') ?? null;
  // Lists, tables and figures hold blocks and no text of their own.
  return block?.matches('p, h3, h4, div.recommendation, section.footnotes li') ? block : null;
}

/**
 * What is selected in the reading view, as the API counts it; null when nothing of a text is. A selection over
 * several blocks is cut to the first, since a comment stands within one.
 */
export function selectedText(selection: Selection | null): (SelectedText & { sectionId: string }) | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return textBetween(
    { node: range.startContainer, offset: range.startOffset },
    { node: range.endContainer, offset: range.endOffset },
  );
}

/** The whole block around an element of the reading view, of which its number's link is one; null outside of the text. */
export function blockText(element: Element | null): (SelectedText & { sectionId: string }) | null {
  const block = blockOf(element);
  const end = { node: block ?? document.body, offset: block?.childNodes.length ?? 0 };
  return block && textBetween({ node: block, offset: 0 }, end);
}

type Point = { node: Node; offset: number };

function textBetween(start: Point, end: Point): (SelectedText & { sectionId: string }) | null {
  const block = blockOf(start.node);
  const sectionId = block?.closest<HTMLElement>('[data-section]')?.dataset.section;
  const blockId = block?.dataset.id;
  if (!block || !sectionId || !blockId) return null;
  const whole = textUntil(block, null);
  const from = textUntil(block, start).length;
  const to = block.contains(end.node) ? textUntil(block, end).length : whole.length;
  const quote = whole.slice(from, to);
  return quote.trim() === '' ? null : { sectionId, blockId, from, to, quote };
}

/** The place in the text under a point of the window, or null. */
export function placeAt(x: number, y: number): TextPlace | null {
  const found = pointIn(x, y);
  const block = blockOf(found?.node ?? null);
  if (!found || !block?.dataset.id) return null;
  return { blockId: block.dataset.id, offset: textUntil(block, found).length };
}

function pointIn(x: number, y: number): { node: Node; offset: number } | null {
  const position = document.caretPositionFromPoint?.(x, y);
  return position ? { node: position.offsetNode, offset: position.offset } : null;
}
