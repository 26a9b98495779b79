// Apart from the marks, so that whoever only reads a text need not load the editor's library.

/**
 * The character that carries a footnote mark or a cross-reference. Both are one marked character and
 * not an atom node, because y-tiptap re-creates the whole tail of a text run when an atom is inserted,
 * which moves what a colleague types there at that moment.
 */
export const REFERENCE_CHARACTER = '\u2060';

/** True for an address that may stand in a published report: http, https or mailto, absolute. */
export function isWebAddress(href: unknown): href is string {
  if (typeof href !== 'string' || !/^(https?:\/\/|mailto:)/i.test(href)) return false;
  return URL.canParse(href);
}
