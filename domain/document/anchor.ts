import * as Y from 'yjs';
import { DomainError } from '../errors.ts';
import { REFERENCE_CHARACTER } from './inline-rules.ts';
import type { NodeJson } from './outline.ts';
import { BODY } from './schema.ts';
import { textAttributesOf } from './y-marks.ts';

/** What a comment is about: the text `quote` from offset `from` to `to` (UTF-16 code units) of one block. */
export type Anchor = { blockId: string; from: number; to: number; quote: string; threadId: string };

/**
 * Marks the quoted text of a section's Y.Doc as the anchor of a comment thread, as editors do, so that
 * threads may overlap. Offsets count the block's text with its reference characters; the quote may be
 * given with or without them.
 *
 * @throws DomainError `conflict` when the block is gone or says something else there; nothing is changed then.
 */
export function anchorThread(ydoc: Y.Doc, { blockId, from, to, quote, threadId }: Anchor): void {
  const blocks = textblocksWith(ydoc.getXmlFragment(BODY), blockId);
  if (blocks.length === 0)
    throw new DomainError(
      'conflict',
      'The paragraph that you selected is no longer there. Select the text again.',
    );
  const isQuoted = (texts: Y.XmlText[]) => {
    const there = texts.map(plainText).join('').slice(from, to);
    return there.length === to - from && withoutReferences(there) === withoutReferences(quote);
  };
  // Two blocks can have one id for a moment, until an editor gives the second a new one.
  const block = quote === '' ? undefined : blocks.find(isQuoted);
  if (!block)
    throw new DomainError(
      'conflict',
      'The text that you selected has changed in the meantime. Select it again, and comment on what it says now.',
    );

  const attributes = textAttributesOf([{ type: 'comment', attrs: { id: threadId } }]);
  ydoc.transact(() => {
    let start = 0;
    for (const text of block) {
      const [first, last] = [Math.max(from - start, 0), Math.min(to - start, text.length)];
      if (first < last) text.format(first, last - first, { ...attributes });
      start += text.length;
    }
  });
}

/** The quote as people read it. */
export function withoutReferences(quote: string): string {
  return quote.replaceAll(REFERENCE_CHARACTER, '');
}

/** The texts of each block with this id that holds text itself. One block has several when two people began it at once. */
function textblocksWith(parent: Y.XmlFragment, blockId: string): Y.XmlText[][] {
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return [];
    const texts = child.toArray().filter((grandchild) => grandchild instanceof Y.XmlText);
    if (texts.length > 0 && child.getAttribute('id') === blockId) return [texts];
    return textblocksWith(child, blockId);
  });
}

/** The characters of a text in the offsets that Yjs counts; anything that is no text is one character. */
function plainText(text: Y.XmlText): string {
  const runs: { insert: unknown }[] = text.toDelta();
  return runs.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
}

/** A document in which only these comment threads are marked: for somebody who may not know of the others. */
export function onlyThreads(node: NodeJson, threadIds: ReadonlySet<string>): NodeJson {
  const marks = node.marks?.filter(
    (mark) => mark.type !== 'comment' || threadIds.has(String(mark.attrs?.id)),
  );
  return {
    ...node,
    ...(marks && { marks }),
    ...(node.content && { content: node.content.map((child) => onlyThreads(child, threadIds)) }),
  };
}
