import { Node } from '@tiptap/core';

// Content is `*` everywhere, never `+`: concurrent deletions may empty any container, and an editor or a
// server with a stricter schema would delete what it then cannot place.

/** The stable id that every block carries: set by the editor, unique in the report, never shown. */
const id = {
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute('data-id'),
  renderHTML: (attributes: Record<string, unknown>) => (attributes.id ? { 'data-id': attributes.id } : {}),
};

const text = (name: string) => ({
  default: '',
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`) ?? '',
  renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${name}`]: attributes[name] }),
});

const span = (name: string) => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Math.min(50, Math.max(1, Number(element.getAttribute(name)) || 1)),
  renderHTML: (attributes: Record<string, unknown>) =>
    attributes[name] === 1 ? {} : { [name]: attributes[name] },
});

const PROSE = 'italic link footnoteReference crossReference comment';

/** The text of one section. Footnotes are blocks too, kept behind the text that calls them. */
export const Doc = Node.create({ name: 'doc', topNode: true, content: '(block | footnote)*' });

export const Text = Node.create({ name: 'text', group: 'inline' });

/** A heading inside a section: level 2 prints A, B, C, level 3 prints 1, 2, 3. Level 1 is the section's own title. */
export const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'text*',
  marks: PROSE,
  defining: true,
  addAttributes: () => ({ id, level: { default: 2, rendered: false } }),
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level <= 2 ? 2 : 3 } })),
  renderHTML: ({ node, HTMLAttributes }) => [node.attrs.level === 2 ? 'h3' : 'h4', HTMLAttributes, 0],
});

/**
 * A paragraph. Directly under the document of a body section it is numbered, in one run through the
 * report, unless `numbered` is false; inside lists, quotations and table cells it never is.
 */
export const Paragraph = Node.create({
  name: 'paragraph',
  group: 'block',
  priority: 1000,
  content: 'text*',
  marks: PROSE,
  addAttributes: () => ({
    id,
    numbered: {
      default: true,
      parseHTML: (element) => !element.hasAttribute('data-unnumbered'),
      renderHTML: (attributes) => (attributes.numbered ? {} : { 'data-unnumbered': '' }),
    },
  }),
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
});

/** A recommendation: numbered apart, and the only block whose text may be bold. */
export const Recommendation = Node.create({
  name: 'recommendation',
  group: 'block',
  content: 'text*',
  marks: `bold ${PROSE}`,
  defining: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'div[data-recommendation]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', { ...HTMLAttributes, 'data-recommendation': '' }, 0],
});

export const Quotation = Node.create({
  name: 'quotation',
  group: 'block',
  content: 'paragraph*',
  defining: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: ({ HTMLAttributes }) => ['blockquote', HTMLAttributes, 0],
});

/** Sub-paragraphs: (a), (b) at the first depth, (i), (ii) at the second. */
export const SubparagraphList = Node.create({
  name: 'subparagraphList',
  group: 'block list',
  content: 'listItem*',
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

export const BulletList = Node.create({
  name: 'bulletList',
  group: 'block list',
  content: 'listItem*',
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ul', HTMLAttributes, 0],
});

export const ListItem = Node.create({
  name: 'listItem',
  content: '(paragraph | list)*',
  defining: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
});

const TABLE_ROLES: Record<string, string> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
};

/** A table with its number's caption and its source line; both are plain text and always belong to it. */
export const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow*',
  isolating: true,
  // prosemirror-tables finds the parts of a table by their role.
  extendNodeSchema: (extension) => ({ tableRole: TABLE_ROLES[extension.name] }),
  addAttributes: () => ({ id, caption: text('caption'), source: text('source') }),
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
});

export const TableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: ({ HTMLAttributes }) => ['tr', HTMLAttributes, 0],
});

const cell = (name: string, tag: 'td' | 'th') =>
  Node.create({
    name,
    content: '(paragraph | list)*',
    isolating: true,
    addAttributes: () => ({
      id,
      colspan: span('colspan'),
      rowspan: span('rowspan'),
      colwidth: { default: null, rendered: false, parseHTML: () => null },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const TableCell = cell('tableCell', 'td');
export const TableHeader = cell('tableHeader', 'th');

/** An uploaded picture, by the id of its file. `alternative` is what a reader who cannot see it is told. */
export const Figure = Node.create({
  name: 'figure',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    id,
    file: {
      default: null,
      parseHTML: (element) => element.getAttribute('data-file'),
      renderHTML: (attributes) => ({ 'data-file': attributes.file }),
    },
    caption: text('caption'),
    source: text('source'),
    alternative: text('alternative'),
  }),
  parseHTML: () => [{ tag: 'figure[data-file]' }],
  renderHTML: ({ HTMLAttributes }) => ['figure', HTMLAttributes],
});

/**
 * The text of a footnote. It stands behind the text; which number it has follows from where
 * its `FootnoteReference` stands, and without one it is not printed.
 */
export const Footnote = Node.create({
  name: 'footnote',
  content: 'text*',
  marks: 'italic link crossReference comment',
  defining: true,
  isolating: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: 'div[data-footnote-text]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', { ...HTMLAttributes, 'data-footnote-text': '' }, 0],
});
