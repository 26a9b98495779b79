import { Extension } from '@tiptap/core';
import {
  DOMSerializer,
  Fragment,
  DOMParser as PmDomParser,
  type Node as PmNode,
  Slice,
} from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { withoutFootnoteBlocks } from './document-keeper.ts';
import { cleanPastedHtml } from './paste-cleaning.ts';
import { footnotesIn } from './section-doc.ts';

export type PastingOptions = {
  /** Filled with the footnotes that come with a paste; `DocumentKeeper` takes them from here. */
  pastedFootnotes: Map<string, PmNode>;
  /** Whether the report still has a block with this id, in any section. */
  isIdUsed: (id: string) => boolean;
  /** Pictures pasted or dropped as files, and where: a top-level position, or null for the caret. */
  onImages: (files: File[], pos: number | null) => void;
  /** How many pictures of a pasted text were left out. */
  onImagesLeftOut: (count: number) => void;
};

/** What comes in by paste and drop, and what leaves by copy. */
export const Pasting = Extension.create<PastingOptions>({
  name: 'pasting',

  addOptions: () => ({
    pastedFootnotes: new Map(),
    isIdUsed: () => false,
    onImages: () => {},
    onImagesLeftOut: () => {},
  }),

  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      new Plugin({
        key: new PluginKey('pasting'),
        props: {
          transformPastedHTML: (html, view) => {
            const cleaned = cleanPastedHtml(html, { keepsId: (id) => !options.isIdUsed(id) });
            for (const [id, content] of cleaned.footnotes)
              options.pastedFootnotes.set(id, footnoteOf(view, id, content));
            if (cleaned.images > 0) options.onImagesLeftOut(cleaned.images);
            return cleaned.html;
          },
          transformPasted: (slice, view) =>
            view.state.selection.$from.parent.type.name === 'footnote'
              ? asOneLine(slice, view)
              : withoutFootnoteBlocks(slice),
          clipboardSerializer: serializerWithFootnotes(editor.schema, () => editor.state.doc),
          handlePaste: (view, event) => {
            const files = imagesOf(event.clipboardData);
            // Word adds a picture of the text that it puts on the clipboard.
            if (files.length === 0 || event.clipboardData?.types.includes('text/html') || !view.editable)
              return false;
            options.onImages(files, null);
            return true;
          },
          handleDrop: (view, event) => {
            const files = imagesOf(event.dataTransfer);
            if (files.length === 0 || !view.editable) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            const $at = at ? view.state.doc.resolve(at.pos) : null;
            options.onImages(files, $at ? ($at.depth === 0 ? $at.pos : $at.after(1)) : null);
            return true;
          },
        },
      }),
    ];
  },
});

/** Copies a call with the text of its footnote, so that both arrive together in another place or section. */
function serializerWithFootnotes(schema: PmNode['type']['schema'], doc: () => PmNode): DOMSerializer {
  const marks = DOMSerializer.marksFromSchema(schema);
  const nodes = DOMSerializer.nodesFromSchema(schema);
  const plain = new DOMSerializer(nodes, marks);
  return new DOMSerializer(nodes, {
    ...marks,
    comment: () => ['span', 0],
    footnoteReference: (mark) => {
      const footnote = footnotesIn(doc()).get(String(mark.attrs.id));
      const holder = document.createElement('div');
      if (footnote) holder.append(plain.serializeFragment(footnote.node.content));
      return [
        'span',
        {
          'data-footnote': String(mark.attrs.id),
          ...(footnote && { 'data-footnote-content': holder.innerHTML }),
        },
        0,
      ];
    },
  });
}

function footnoteOf(view: EditorView, id: string, html: string): PmNode {
  const { schema } = view.state;
  const type = schema.nodes.footnote;
  if (!type) throw new Error('the schema has no footnotes');
  const holder = document.createElement('div');
  holder.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  return PmDomParser.fromSchema(schema).parse(holder, { topNode: type.create({ id }) });
}

/** A footnote holds one run of text, so that what is pasted into it loses its paragraphs and calls. */
function asOneLine(slice: Slice, view: EditorView): Slice {
  const { schema } = view.state;
  const footnote = schema.nodes.footnote;
  const texts: PmNode[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock && texts.length > 0) texts.push(schema.text(' '));
    if (!node.isText) return true;
    const marks = node.marks.filter((mark) => footnote?.allowsMarkType(mark.type));
    if (!node.marks.some((mark) => mark.type.name === 'footnoteReference')) texts.push(node.mark(marks));
    return false;
  });
  return new Slice(Fragment.from(texts), 0, 0);
}

function imagesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => /^image\/(png|jpeg|webp|gif)$/.test(file.type));
}
