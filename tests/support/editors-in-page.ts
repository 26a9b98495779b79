import type { Editor } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { readCaret } from '../../web/editor/caret-first.ts';
import { createEditor } from '../../web/editor/create-editor.ts';
import type { ReportAround } from '../../web/editor/numbering-context.ts';
import { cleanPastedHtml } from '../../web/editor/paste-cleaning.ts';
import { blockAt } from '../../web/editor/section-doc.ts';
import { changeTable, TABLE_COMMANDS } from '../../web/editor/table-commands.ts';
import { ValueStore } from '../../web/editor/value-store.ts';

// Bundled into a blank page: editors of one section whose updates travel only when the test says so.

const REMOTE = 'remote';
const editors: { editor: Editor; ydoc: Y.Doc; outbox: Uint8Array[] }[] = [];

/** The section before anybody came, so that its text is nobody's to undo. */
const server = new Y.Doc();

function start(json: NodeJson): void {
  prosemirrorJSONToYXmlFragment(schema, json, server.getXmlFragment(BODY));
}

function add(): void {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server), REMOTE);
  const outbox: Uint8Array[] = [];
  ydoc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) outbox.push(update);
  });
  const element = document.createElement('div');
  document.body.append(element);
  const editor = createEditor({
    element,
    shared: { body: ydoc.getXmlFragment(BODY), awareness: new Awareness(ydoc) },
    sectionId: 'section',
    kind: 'body',
    label: 'Text',
    around: new ValueStore<ReportAround>({
      sections: [
        {
          id: 'section',
          kind: 'body',
          outline: {
            paragraphs: [],
            headings: [],
            recommendations: [],
            tables: [],
            figures: [],
            footnotes: [],
            words: 0,
          },
        },
      ],
      threads: new Map(),
    }),
    keys: { onBoldRefused() {}, onLink() {}, onReference() {}, onFind() {}, onComment() {}, onLeave() {} },
    fileUrl: (id) => `/api/files/${id}`,
    onOutline() {},
    onImages() {},
    onImagesLeftOut() {},
  });
  editors.push({ editor, ydoc, outbox });
}

/** Sends everything that waits to everybody else. */
function exchange(): void {
  for (const from of editors) {
    for (const update of from.outbox.splice(0))
      for (const to of editors) {
        if (to === from) continue;
        readCaret(to.editor.view);
        Y.applyUpdate(to.ydoc, update, REMOTE);
      }
  }
}

/** Selects one more letter backwards, as Shift and the arrow do, and in the same moment edits of others arrive. */
async function extendAndExchange(): Promise<void> {
  // Tiptap gives an editor the focus in the next frame.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  document.getSelection()?.modify('extend', 'backward', 'character');
  exchange();
}

const harness = {
  start,
  add,
  exchange,
  extendAndExchange,
  caret: (index: number, pos: number) => editors[index]?.editor.chain().focus().setTextSelection(pos).run(),
  caretOf: (index: number) => editors[index]?.editor.state.selection.head ?? -1,
  selected: (index: number) => {
    const { from, to } = editors[index]?.editor.state.selection ?? { from: -1, to: -1 };
    return { from, to };
  },
  type: (index: number, text: string) => {
    const view = editors[index]?.editor.view;
    view?.dispatch(view.state.tr.insertText(text));
  },
  /** Puts the caret into the block with this id. */
  caretIn: (index: number, id: string) => {
    const editor = editors[index]?.editor;
    const pos = editor ? blockAt(editor.state.doc, id) : null;
    if (pos !== null)
      editor
        ?.chain()
        .focus()
        .setTextSelection(pos + 1)
        .run();
  },
  /** What an item of the Table menu does. */
  changeTable: (index: number, name: string) => {
    const editor = editors[index]?.editor;
    const item = TABLE_COMMANDS.flat().find((each) => each.name === name);
    if (editor && item) changeTable(editor, item);
  },
  focus: (index: number) => editors[index]?.editor.view.focus(),
  paste: (index: number, html: string) => editors[index]?.editor.view.pasteHTML(html),
  copy: (index: number, from: number, to: number) => {
    const editor = editors[index]?.editor;
    if (!editor) return '';
    return editor.view.serializeForClipboard(editor.state.doc.slice(from, to)).dom.innerHTML;
  },
  size: (index: number) => editors[index]?.editor.state.doc.content.size ?? 0,
  shown: (index: number): NodeJson => editors[index]?.editor.getJSON() as NodeJson, // of our schema
  stored: (index: number): NodeJson => documentOf(editors[index]?.ydoc ?? new Y.Doc()),
  html: (index: number) => editors[index]?.editor.view.dom.innerHTML ?? '',
  clean: (html: string) => {
    const { html: cleaned, footnotes, images } = cleanPastedHtml(html, { keepsId: () => false });
    return { html: cleaned, footnotes: [...footnotes.values()], images };
  },
};

export type EditorsInPage = typeof harness;
Object.assign(window, { harness });
