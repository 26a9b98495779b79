import type { Editor } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { NodeView } from '@tiptap/pm/view';
import { type CaptionField, captionField } from './caption-field.ts';

type ViewProps = { editor: Editor; node: PmNode; getPos: () => number | undefined };

/** A table with its caption above and its source below, both typed in place. */
export function tableView({ editor, node, getPos }: ViewProps): NodeView {
  let current = node;
  const dom = element('figure', 'table');
  const field = fieldMaker(editor, () => current, getPos);
  const caption = field('caption', 'Caption of the table', 'Caption');
  const source = field('source', 'Source of the table', 'who, when');
  const scroll = element('div', 'scroll');
  const table = document.createElement('table');
  const contentDOM = document.createElement('tbody');
  table.append(contentDOM);
  scroll.append(table);
  dom.append(chrome('figcaption', caption.dom), scroll, chrome('div', source.dom));
  const show = () => {
    dom.dataset.id = String(current.attrs.id ?? '');
    caption.show(String(current.attrs.caption));
    source.show(String(current.attrs.source));
  };
  show();
  return {
    dom,
    contentDOM,
    update: (next) => {
      if (next.type !== current.type) return false;
      current = next;
      show();
      return true;
    },
    stopEvent: (event) => isInField(event, [caption, source]),
    ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
    destroy: () => {
      caption.stop();
      source.stop();
    },
  };
}

/** An uploaded picture with its caption, source and alternative text; a missing alternative text is told. */
export function figureView({ editor, node, getPos }: ViewProps, fileUrl: (id: string) => string): NodeView {
  let current = node;
  const dom = element('figure', 'figure');
  const image = document.createElement('img');
  image.draggable = false;
  const field = fieldMaker(editor, () => current, getPos);
  const caption = field('caption', 'Caption of the figure', 'Caption');
  const source = field('source', 'Source of the figure', 'date, provider, licence');
  const alternative = field(
    'alternative',
    'Alternative text of the figure',
    'What somebody who cannot see the picture is told',
  );
  const missing = element('p', 'missing-alternative');
  missing.textContent = 'No alternative text yet: the report cannot be read by everybody without it.';
  dom.append(image, chrome('figcaption', caption.dom, source.dom, alternative.dom, missing));
  const show = () => {
    dom.dataset.id = String(current.attrs.id ?? '');
    const url = typeof current.attrs.file === 'string' ? fileUrl(current.attrs.file) : '';
    if (image.getAttribute('src') !== url) image.src = url;
    image.alt = String(current.attrs.alternative);
    caption.show(String(current.attrs.caption));
    source.show(String(current.attrs.source));
    alternative.show(String(current.attrs.alternative));
    missing.hidden = String(current.attrs.alternative).trim() !== '';
  };
  show();
  return {
    dom,
    update: (next) => {
      if (next.type !== current.type) return false;
      current = next;
      show();
      return true;
    },
    selectNode: () => dom.classList.add('selected'),
    deselectNode: () => dom.classList.remove('selected'),
    stopEvent: (event) => isInField(event, [caption, source, alternative]),
    ignoreMutation: () => true,
    destroy: () => {
      for (const each of [caption, source, alternative]) each.stop();
    },
  };
}

function fieldMaker(editor: Editor, node: () => PmNode, getPos: () => number | undefined) {
  return (attribute: string, label: string, placeholder: string): CaptionField =>
    captionField({
      className: attribute,
      label,
      placeholder,
      // The field may lose its focus while the editor redraws, when it takes no change.
      write: (value) => queueMicrotask(() => writeAttribute(editor, node(), getPos, attribute, value)),
      leave: () => {
        const pos = getPos();
        if (pos === undefined) return;
        const { tr } = editor.state;
        const place = tr.doc.resolve(Math.min(pos + node().nodeSize, tr.doc.content.size));
        editor.view.dispatch(tr.setSelection(TextSelection.near(place)));
        editor.view.focus();
      },
    });
}

function writeAttribute(
  editor: Editor,
  node: PmNode,
  getPos: () => number | undefined,
  attribute: string,
  value: string,
): void {
  if (editor.isDestroyed || !editor.isEditable) return;
  const pos = getPos();
  if (pos === undefined || editor.state.doc.nodeAt(pos)?.type !== node.type) return;
  editor.view.dispatch(editor.state.tr.setNodeAttribute(pos, attribute, value));
}

/** Parts of a block's view that are no text of the document. */
function chrome(tag: string, ...children: HTMLElement[]): HTMLElement {
  const part = document.createElement(tag);
  part.contentEditable = 'false';
  part.append(...children);
  return part;
}

function isInField(event: Event, fields: CaptionField[]): boolean {
  return event.target instanceof Node && fields.some(({ dom }) => dom.contains(event.target as Node));
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
