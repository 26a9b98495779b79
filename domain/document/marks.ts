import { Mark } from '@tiptap/core';
import { isWebAddress } from './inline-rules.ts';

/** The attribute `name` of a mark, which HTML has as `data-…`. */
const attribute = (name: 'id' | 'target', data: string) => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${data}`),
  renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${data}`]: attributes[name] }),
});

/** Strong type. By house rule it stands only in recommendations; headings are bold by style. */
export const Bold = Mark.create({
  name: 'bold',
  parseHTML: () => [
    { tag: 'strong' },
    { tag: 'b', getAttrs: (b) => b.style.fontWeight !== 'normal' && null },
  ],
  renderHTML: () => ['strong', 0],
});

/** Emphasis: names of vessels, foreign words. */
export const Italic = Mark.create({
  name: 'italic',
  parseHTML: () => [{ tag: 'em' }, { tag: 'i', getAttrs: (i) => i.style.fontStyle !== 'normal' && null }],
  renderHTML: () => ['em', 0],
});

/** A link to a web address: http, https or mailto, nothing else. */
export const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (a) => (isWebAddress(a.getAttribute('href')) ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['a', { href: HTMLAttributes.href, rel: 'noopener noreferrer' }, 0],
});

/** The place in the text where footnote `id` is called: one `REFERENCE_CHARACTER`. Its number is derived. */
export const FootnoteReference = Mark.create({
  name: 'footnoteReference',
  inclusive: false,
  addAttributes: () => ({ id: attribute('id', 'footnote') }),
  parseHTML: () => [{ tag: 'span[data-footnote]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

/** A reference to the block `target`, in any section of the report: one `REFERENCE_CHARACTER`. It prints the block's number. */
export const CrossReference = Mark.create({
  name: 'crossReference',
  inclusive: false,
  addAttributes: () => ({ target: attribute('target', 'target') }),
  parseHTML: () => [{ tag: 'span[data-target]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

/**
 * The anchor of comment thread `id`. Threads overlap, so the mark excludes not even itself. Only the
 * server sets it: it is no part of the digest, of what is pasted, or of what is published.
 */
export const CommentMark = Mark.create({
  name: 'comment',
  inclusive: false,
  excludes: '',
  addAttributes: () => ({ id: attribute('id', 'thread') }),
  renderHTML: ({ HTMLAttributes }) => ['mark', HTMLAttributes, 0],
});
