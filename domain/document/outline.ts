/** A node of a document as ProseMirror writes it in JSON. Types beside the schema: `schema.nodeFromJSON` decides. */
export type NodeJson = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: NodeJson[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
};

export const SECTION_KINDS = ['summary', 'body', 'annex'] as const;
/** A summary's paragraphs are not numbered; an annex has letters for its footnotes. */
export type SectionKind = (typeof SECTION_KINDS)[number];

/** Where a footnote is called: in the running text, or in the table with that id, whose notes are lettered apart. */
export type FootnoteCall = { id: string; table: string | null };

/**
 * What of a section can be numbered or referred to, in the order of the text. It is stored with each
 * commit, so that everybody derives the same numbers for the whole report without loading its text.
 */
export type SectionOutline = {
  /** Those that are numbered in a section of kind `body`. */
  paragraphs: string[];
  headings: { id: string; level: 2 | 3; text: string }[];
  recommendations: string[];
  tables: { id: string; caption: string }[];
  figures: { id: string; caption: string }[];
  footnotes: FootnoteCall[];
  /** Words of the running text, tables and footnotes, for the word count. */
  words: number;
};

/** The outline of a section without text. */
export const EMPTY_OUTLINE: SectionOutline = {
  paragraphs: [],
  headings: [],
  recommendations: [],
  tables: [],
  figures: [],
  footnotes: [],
  words: 0,
};

/** Reads the outline off a section's document (`doc` node in JSON). What of it gets a number depends on the section's kind. */
export function outlineOf(doc: NodeJson): SectionOutline {
  // Not by structuredClone: the gate takes the outline of a block at every key.
  const outline: SectionOutline = {
    paragraphs: [],
    headings: [],
    recommendations: [],
    tables: [],
    figures: [],
    footnotes: [],
    words: 0,
  };
  for (const block of doc.content ?? []) {
    const id = String(block.attrs?.id ?? '');
    if (block.type === 'paragraph' && block.attrs?.numbered !== false) outline.paragraphs.push(id);
    if (block.type === 'heading') {
      outline.headings.push({ id, level: block.attrs?.level === 3 ? 3 : 2, text: textOf(block) });
    }
    if (block.type === 'recommendation') outline.recommendations.push(id);
    if (block.type === 'table') outline.tables.push({ id, caption: String(block.attrs?.caption ?? '') });
    if (block.type === 'figure') outline.figures.push({ id, caption: String(block.attrs?.caption ?? '') });
    if (block.type !== 'footnote') collectCalls(block, block.type === 'table' ? id : null, outline.footnotes);
    outline.words += countWords(block);
  }
  return outline;
}

/** Whether a block directly under the document takes part in the run of paragraph numbers. */
export function isNumbered(block: NodeJson, kind: SectionKind): boolean {
  return kind === 'body' && block.type === 'paragraph' && block.attrs?.numbered !== false;
}

/** The plain text of a node, blocks joined by a space, without reference characters. */
export function textOf(node: NodeJson): string {
  if (node.text !== undefined) return node.marks?.some((mark) => isReference(mark.type)) ? '' : node.text;
  const parts = (node.content ?? []).map(textOf);
  return node.content?.[0]?.text !== undefined ? parts.join('') : parts.filter(Boolean).join(' ');
}

/** True for the marks that stand on a `REFERENCE_CHARACTER` and print a number in its place. */
export function isReference(mark: string): boolean {
  return mark === 'footnoteReference' || mark === 'crossReference';
}

function collectCalls(node: NodeJson, table: string | null, calls: FootnoteCall[]): void {
  for (const mark of node.marks ?? []) {
    const id = mark.type === 'footnoteReference' ? mark.attrs?.id : null;
    if (typeof id === 'string' && !calls.some((call) => call.id === id)) calls.push({ id, table });
  }
  for (const child of node.content ?? []) collectCalls(child, table, calls);
}

function countWords(block: NodeJson): number {
  return textOf(block).match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0;
}

/** What of an outline others count by or refer to, as one string. The number of words is not: it changes with every word. */
export function numberedIn({ words: _words, ...numbered }: SectionOutline): string {
  return JSON.stringify(numbered);
}
