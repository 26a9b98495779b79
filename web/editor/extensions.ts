import { type AnyExtension, type Editor, Extension } from '@tiptap/core';
import { dropCursor } from '@tiptap/pm/dropcursor';
import { gapCursor } from '@tiptap/pm/gapcursor';
import { Plugin } from '@tiptap/pm/state';
import { tableEditing } from '@tiptap/pm/tables';
import { yCursorPlugin, ySyncPlugin, yUndoPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { Figure, Table } from '../../domain/document/nodes.ts';
import { documentExtensions } from '../../domain/document/schema.ts';
import { figureView, tableView } from './block-views.ts';
import { caretElement, selectionAttributes, showLabels } from './carets.ts';

/** The document's extensions with views where the screen needs them. No node, mark or attribute is added. */
export function documentWithViews(fileUrl: (id: string) => string): AnyExtension[] {
  const table = Table.extend({
    addNodeView:
      () =>
      ({ editor, node, getPos }) =>
        tableView({ editor, node, getPos }),
  });
  const figure = Figure.extend({
    addNodeView:
      () =>
      ({ editor, node, getPos }) =>
        figureView({ editor, node, getPos }, fileUrl),
  });
  return documentExtensions.map((extension) =>
    extension.name === 'table' ? table : extension.name === 'figure' ? figure : extension,
  );
}

/** A section's text, and who else is in it. */
export type SharedText = { body: Y.XmlFragment; awareness: Awareness };

/** Writing together: the shared text, one's own undo, and the carets of the others. */
export function together({ body, awareness }: SharedText): Extension {
  return Extension.create({
    name: 'together',
    priority: 1000,
    addProseMirrorPlugins: () => [
      ySyncPlugin(body),
      yUndoPlugin(),
      yCursorPlugin(awareness, {
        cursorBuilder: caretElement,
        selectionBuilder: selectionAttributes,
      }),
      new Plugin({
        view: (view) => {
          const show = ({ updated }: { updated: number[] }) => showLabels(view.dom, updated);
          awareness.on('change', show);
          return { destroy: () => awareness.off('change', show) };
        },
      }),
    ],
  });
}

/** What every editor of ProseMirror has: a mark where a drop would land, a caret between blocks, cells. */
export const Basics = Extension.create({
  name: 'basics',
  addProseMirrorPlugins: () => [
    gapCursor(),
    dropCursor({ color: false, class: 'drop-cursor' }),
    tableEditing({ allowTableNodeSelection: false }),
  ],
});

/**
 * Sees to it that there is somewhere to write: a section without running text gets a paragraph when somebody
 * who may write comes into it. Nobody else adds one, or two people would add two.
 */
export function ensureParagraph(editor: Editor): void {
  const { state, view } = editor;
  const first = state.doc.firstChild;
  if (!editor.isEditable || (first && first.type.name !== 'footnote')) return;
  const paragraph = state.schema.nodes.paragraph?.create();
  if (paragraph) view.dispatch(state.tr.insert(0, paragraph).setMeta('addToHistory', false));
}
