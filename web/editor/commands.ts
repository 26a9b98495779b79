import type { Editor } from '@tiptap/core';
import { type EditorState, TextSelection } from '@tiptap/pm/state';
import { isInTable } from '@tiptap/pm/tables';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { newBlockId } from './block-ids.ts';
import { endOfText, placeForFootnote } from './section-doc.ts';
import { typedAddress } from './typed-address.ts';
import { asOwnStep } from './undo-steps.ts';

/** What the text block under the caret is, for the toolbar: its type, heading2 and heading3, or cell for a paragraph in a table. */
export function blockKind(state: EditorState): string {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const { name } = $from.node(depth).type;
    if (name === 'heading') return `heading${$from.node(depth).attrs.level}`;
    if (name === 'quotation' || name === 'recommendation' || name === 'footnote') return name;
    if (name === 'bulletList' || name === 'subparagraphList') return name;
    if (name === 'table') return 'cell';
  }
  const node = $from.node(1);
  return node?.type.name === 'paragraph' && node.attrs.numbered === false ? 'unnumbered' : 'paragraph';
}

/** Whether house rules allow `mark` on the text under the selection: the schema knows them. */
export function allowsMark(state: EditorState, mark: string): boolean {
  const type = state.schema.marks[mark];
  const { $from, $to } = state.selection;
  return Boolean(
    type &&
      $from.parent.inlineContent &&
      $from.parent.type.allowsMarkType(type) &&
      $to.parent.type.allowsMarkType(type),
  );
}

/** Makes the selected blocks `kind`, as {@link blockKind} names them; lists and quotations are left on a second call. */
export function setBlockKind(editor: Editor, kind: string): boolean {
  const chain = editor.chain().focus();
  const inFootnote = editor.state.selection.$from.parent.type.name === 'footnote';
  const isList = kind === 'bulletList' || kind === 'subparagraphList';
  // A cell holds paragraphs and lists.
  if (inFootnote || (isInTable(editor.state) && !isList)) return false;
  switch (kind) {
    case 'heading2':
      return chain.clearNodes().setNode('heading', { level: 2 }).run();
    case 'heading3':
      return chain.clearNodes().setNode('heading', { level: 3 }).run();
    case 'recommendation':
      return chain.clearNodes().setNode('recommendation').run();
    case 'quotation':
      return chain.toggleWrap('quotation').run();
    case 'bulletList':
    case 'subparagraphList':
      return chain.toggleList(kind, 'listItem').run();
    case 'unnumbered':
      return chain.clearNodes().setNode('paragraph', { numbered: false }).run();
    default:
      return chain.clearNodes().setNode('paragraph', { numbered: true }).run();
  }
}

/** Switches italic or bold where the block allows it. */
export function toggleEmphasis(editor: Editor, mark: 'bold' | 'italic'): boolean {
  if (!allowsMark(editor.state, mark)) return false;
  return editor.chain().focus().toggleMark(mark).run();
}

/** The address of the link under the selection, or an empty string. */
export function linkUnder(state: EditorState): string {
  const { $from, empty, from, to } = state.selection;
  const type = state.schema.marks.link;
  if (!type) return '';
  let href = '';
  if (empty) href = String(type.isInSet($from.marks())?.attrs.href ?? '');
  else {
    state.doc.nodesBetween(from, to, (node) => {
      const mark = type.isInSet(node.marks);
      if (mark) href ||= String(mark.attrs.href);
    });
  }
  return href;
}

/** Links the selection (or the link under the caret) to `href`; null takes the link away. Returns false for what is no web address. */
export function setLink(editor: Editor, href: string | null): boolean {
  const address = href === null ? null : typedAddress(href);
  // Before anything else: a refusal must leave the focus where the address is typed.
  if (href !== null && address === null) return false;
  const chain = editor.chain().focus().extendMarkRange('link');
  if (address === null) return chain.unsetMark('link').run();
  if (editor.state.selection.empty && linkUnder(editor.state) === '') {
    const { schema } = editor.state;
    const mark = schema.marks.link?.create({ href: address });
    if (!mark) return false;
    editor.view.dispatch(editor.state.tr.replaceSelectionWith(schema.text(address, [mark]), false));
    editor.view.focus();
    return true;
  }
  return chain.setMark('link', { href: address }).run();
}

/**
 * Calls a new footnote at the caret and goes to its text. One character is marked, and the footnote's block is
 * added, in one transaction: what a colleague types in the same paragraph stays where it is.
 */
export function insertFootnote(editor: Editor): boolean {
  const { state, view } = editor;
  const id = newBlockId();
  const mark = state.schema.marks.footnoteReference?.create({ id });
  const footnote = state.schema.nodes.footnote?.create({ id });
  if (!mark || !footnote || !allowsMark(state, 'footnoteReference')) return false;
  const tr = state.tr;
  const callPos = state.selection.to;
  tr.insert(callPos, state.schema.text(REFERENCE_CHARACTER, [mark]));
  const place = placeForFootnote(tr.doc, callPos);
  tr.insert(place, footnote);
  tr.setSelection(TextSelection.create(tr.doc, place + 1));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return true;
}

/** Puts a cross-reference to the block or section `target` at the caret. */
export function insertCrossReference(editor: Editor, target: string): boolean {
  const { state, view } = editor;
  const mark = state.schema.marks.crossReference?.create({ target });
  if (!mark || !allowsMark(state, 'crossReference')) return false;
  const { to } = state.selection;
  const tr = state.tr.insert(to, state.schema.text(REFERENCE_CHARACTER, [mark]));
  tr.setSelection(TextSelection.create(tr.doc, to + 1));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return true;
}

/** Inserts a table of `rows` by `columns`, its first row a header, behind the block under the caret or in place of an empty paragraph. */
export function insertTable(editor: Editor, rows: number, columns: number): boolean {
  const { state, view } = editor;
  const { table, tableRow, tableCell, tableHeader, paragraph } = state.schema.nodes;
  if (!table || !tableRow || !tableCell || !tableHeader || !paragraph) return false;
  const row = (header: 'header' | 'body') =>
    tableRow.create(
      null,
      Array.from({ length: columns }, () =>
        (header === 'header' ? tableHeader : tableCell).create(null, paragraph.create()),
      ),
    );
  const node = table.create(
    null,
    Array.from({ length: rows }, (_, index) => row(index === 0 ? 'header' : 'body')),
  );
  const replaced = emptyParagraph(state);
  const at = replaced?.from ?? placeForBlock(state);
  const tr = state.tr.replaceWith(at, replaced?.to ?? at, node);
  // table, row, cell, paragraph
  tr.setSelection(TextSelection.create(tr.doc, at + 4));
  view.dispatch(asOwnStep(tr).scrollIntoView());
  view.focus();
  return true;
}

/**
 * Inserts an uploaded picture behind the block under the caret, or at `pos` (top level), and before the footnotes.
 * Returns where it stands, or null when it could not be put in.
 */
export function insertFigure(editor: Editor, fileId: string, pos?: number): number | null {
  const { state, view } = editor;
  const figure = state.schema.nodes.figure;
  if (!figure) return null;
  const at = Math.min(pos ?? placeForBlock(state), endOfText(state.doc));
  view.dispatch(asOwnStep(state.tr.insert(at, figure.create({ file: fileId }))));
  return at;
}

/** Goes to the caption of the table or figure at `pos` (before it), and shows the whole block while its picture comes. */
export function goToCaption(editor: Editor, pos: number): void {
  const block = editor.view.nodeDOM(pos);
  if (!(block instanceof HTMLElement)) return;
  const caption = block.querySelector<HTMLTextAreaElement>('.caption textarea');
  caption?.focus({ preventScroll: true });
  const show = () => block.scrollIntoView({ block: 'center', behavior: 'instant' });
  show();
  const picture = block.querySelector('img');
  if (picture && !picture.complete)
    picture.addEventListener('load', () => document.activeElement === caption && show(), { once: true });
}

/** Behind the top-level block of the selection, and before the footnotes. */
export function placeForBlock(state: EditorState): number {
  const { $to } = state.selection;
  const end = $to.depth === 0 ? $to.pos : $to.after(1);
  return Math.min(end, endOfText(state.doc));
}

/** The empty paragraph under the caret, in whose place a block is put; null for words or anything else. */
function emptyParagraph(state: EditorState): { from: number; to: number } | null {
  const { $from, empty } = state.selection;
  const isEmpty = empty && $from.depth === 1 && $from.parent.content.size === 0;
  if (!isEmpty || $from.parent.type.name !== 'paragraph') return null;
  return { from: $from.before(1), to: $from.after(1) };
}
