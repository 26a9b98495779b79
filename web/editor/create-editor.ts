import { Editor } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import type { SectionKind, SectionOutline } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { DocumentKeeper } from './document-keeper.ts';
import { EmptyCells } from './empty-cells.ts';
import { Basics, documentWithViews, type SharedText, together } from './extensions.ts';
import { Find } from './find.ts';
import { removeFootnote } from './footnotes.ts';
import { Numbering } from './numbering.ts';
import type { ReportAround } from './numbering-context.ts';
import { Pasting } from './pasting.ts';
import { RemoteEdits } from './remote-edits.ts';
import { UndoSteps } from './undo-steps.ts';
import type { ValueStore } from './value-store.ts';
import { WritingKeys, type WritingKeysOptions } from './writing-keys.ts';

export type EditorNeeds = {
  element: HTMLElement;
  shared: SharedText;
  sectionId: string;
  kind: SectionKind;
  /** What a screen reader is told: "Text of section II, Findings". */
  label: string;
  around: ValueStore<ReportAround>;
  keys: WritingKeysOptions;
  fileUrl: (id: string) => string;
  onOutline: (outline: SectionOutline) => void;
  onImages: (files: File[], pos: number | null) => void;
  onImagesLeftOut: (count: number) => void;
};

/** Mounts the editor of one section on its shared text, which has arrived. */
export function createEditor(needs: EditorNeeds): Editor {
  const { sectionId, kind, around, shared } = needs;
  const pastedFootnotes = new Map<string, PmNode>();
  const isIdUsed = (id: string) =>
    around.value.sections.some(({ outline }) =>
      [
        ...outline.paragraphs,
        ...[...outline.headings, ...outline.tables, ...outline.figures].map((block) => block.id),
        ...outline.recommendations,
      ].includes(id),
    );
  const editor: Editor = new Editor({
    element: needs.element,
    // The same text that y-tiptap will draw; from nothing, it could not place its first selection.
    content: shared.body.doc && documentOf(shared.body.doc),
    injectCSS: false,
    enablePasteRules: false,
    coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' }, tabindex: { value: '0' } },
    extensions: [
      ...documentWithViews(needs.fileUrl),
      together(shared),
      RemoteEdits,
      UndoSteps,
      DocumentKeeper.configure({ pastedFootnotes }),
      Numbering.configure({ sectionId, kind, around, onOutline: needs.onOutline }),
      Pasting.configure({
        pastedFootnotes,
        isIdUsed,
        onImages: needs.onImages,
        onImagesLeftOut: needs.onImagesLeftOut,
      }),
      WritingKeys.configure(needs.keys),
      Find,
      EmptyCells,
      Basics,
    ],
    editorProps: {
      attributes: {
        class: 'report-text writing',
        'aria-label': needs.label,
        'aria-multiline': 'true',
        spellcheck: 'true',
        lang: 'en',
      },
      scrollMargin: { top: 140, bottom: 80, left: 0, right: 0 },
      scrollThreshold: { top: 120, bottom: 60, left: 0, right: 0 },
      handleDOMEvents: {
        // Whoever was just stopped is still typing, and a space would scroll the page away from the message.
        keydown: (view, event) => {
          const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
          if (!view.editable && isLetter) event.preventDefault();
          return !view.editable && isLetter;
        },
        click: (_view, event) => {
          const button =
            event.target instanceof Element ? event.target.closest('[data-remove-footnote]') : null;
          const id = button?.getAttribute('data-remove-footnote');
          if (id) removeFootnote(editor, id);
          return Boolean(id);
        },
      },
    },
  });
  return editor;
}
