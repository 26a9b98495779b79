import { Extension } from '@tiptap/core';
import type { Mark, Node as PmNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { type Numbered, referenceText } from '../../domain/document/numbering.ts';
import {
  isReference,
  type NodeJson,
  numberedIn,
  outlineOf,
  type SectionKind,
  type SectionOutline,
} from '../../domain/document/outline.ts';
import { numbersWith, type ReportAround } from './numbering-context.ts';
import type { ValueStore } from './value-store.ts';

export type NumberingOptions = {
  sectionId: string;
  kind: SectionKind;
  around: ValueStore<ReportAround> | null;
  /** Called after each recomputation, outside of the transaction. */
  onOutline: (outline: SectionOutline) => void;
};

type NumberingState = { decorations: DecorationSet; outline: SectionOutline };

/** The plugin's state: decorations with every number, and the outline they were computed from. */
export const numberingKey = new PluginKey<NumberingState>('numbering');

const LABELS: Partial<Record<Numbered['kind'], string>> = {
  table: 'Table',
  figure: 'Figure',
  recommendation: 'Recommendation',
};

const RECOMPUTE = 'recompute';

/** How long after letters were typed it is told how many words they make, in milliseconds. */
const COUNT_MS = 2_000;

/**
 * Prints every number that the text does not hold: beside paragraphs, on calls, in cross-references, at tables
 * and figures. While somebody only types letters the decorations are moved along, and nothing is computed.
 */
export const Numbering = Extension.create<NumberingOptions>({
  name: 'numbering',

  addOptions: () => ({ sectionId: '', kind: 'body', around: null, onOutline: () => {} }),

  addProseMirrorPlugins() {
    const { sectionId, kind, around, onOutline } = this.options;
    if (!around) return [];

    const compute = (doc: PmNode): NumberingState => {
      // toJSON is untyped; a document of our schema has this shape.
      const outline = outlineOf(doc.toJSON() as NodeJson);
      const numbers = numbersWith(around.value, { sectionId, kind, outline });
      return { outline, decorations: decorate(doc, numbers, around.value.threads) };
    };

    return [
      new Plugin<NumberingState>({
        key: numberingKey,
        state: {
          init: (_config, state) => compute(state.doc),
          apply: (tr, value, _before, state) => {
            if (tr.getMeta(numberingKey) === RECOMPUTE) return compute(state.doc);
            if (!tr.docChanged) return value;
            if (changesOnlyLetters(tr))
              return { ...value, decorations: value.decorations.map(tr.mapping, tr.doc) };
            return compute(state.doc);
          },
        },
        props: { decorations: (state) => numberingKey.getState(state)?.decorations },
        view: (view) => {
          const outlineNow = () => numberingKey.getState(view.state)?.outline;
          let told = outlineNow();
          if (told) onOutline(told);
          let counting: ReturnType<typeof setTimeout> | undefined;
          const recompute = () => {
            if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(numberingKey, RECOMPUTE));
          };
          const tell = () => {
            clearTimeout(counting);
            counting = undefined;
            told = outlineNow();
            if (told) onOutline(told);
          };
          const stop = around.subscribe(recompute);
          return {
            update: (_view, before) => {
              const outline = outlineNow();
              if (!outline || !told || before.doc === view.state.doc) return;
              if (outline !== told && numberedIn(outline) !== numberedIn(told)) tell();
              else
                counting ??= setTimeout(() => {
                  recompute();
                  tell();
                }, COUNT_MS);
            },
            destroy: () => {
              clearTimeout(counting);
              stop();
            },
          };
        },
      }),
    ];
  },
});

/**
 * True when `tr` replaces plain text by plain text inside single text blocks, none of it numbered or commented on:
 * then no number can change, and no mark.
 */
export function changesOnlyLetters(tr: Transaction): boolean {
  return tr.steps.every((step, index) => {
    if (!(step instanceof ReplaceStep)) return false;
    const doc = tr.docs[index];
    if (!doc) return false;
    const $from = doc.resolve(step.from);
    if (!$from.parent.isTextblock || !$from.sameParent(doc.resolve(step.to))) return false;
    let plain = step.slice.openStart === 0;
    const look = (node: PmNode) => {
      const isDecorated = ({ type }: Mark) => isReference(type.name) || type.name === 'comment';
      if (!node.isText || node.marks.some(isDecorated)) plain = false;
    };
    step.slice.content.forEach(look);
    if (step.to > step.from)
      $from.parent.nodesBetween($from.parentOffset, $from.parentOffset + step.to - step.from, look);
    return plain;
  });
}

function decorate(
  doc: PmNode,
  numbers: Map<string, Numbered>,
  threads: Map<string, 'open' | 'resolved'>,
): DecorationSet {
  const decorations: Decoration[] = [];
  const calledHere = new Set<string>();

  doc.descendants((node, pos) => {
    if (!node.isText) return true;
    for (const mark of node.marks) {
      const to = pos + node.nodeSize;
      if (mark.type.name === 'footnoteReference') {
        calledHere.add(String(mark.attrs.id));
        const number = numbers.get(String(mark.attrs.id))?.number ?? '?';
        decorations.push(Decoration.inline(pos, to, { class: 'call', 'data-number': number }));
      }
      if (mark.type.name === 'crossReference') {
        const target = numbers.get(String(mark.attrs.target));
        decorations.push(
          Decoration.inline(pos, to, {
            class: target ? 'cross-reference' : 'cross-reference lost',
            'data-text': target ? referenceText(target) : 'reference to something removed',
          }),
        );
      }
      if (mark.type.name === 'comment') {
        const thread = threads.get(String(mark.attrs.id));
        if (thread) decorations.push(Decoration.inline(pos, to, { class: `thread thread-${thread}` }));
      }
    }
    return false;
  });

  doc.forEach((node, pos) => {
    const id = String(node.attrs.id ?? '');
    const numbered = numbers.get(id);
    if (node.type.name === 'footnote') {
      const orphan = !calledHere.has(id);
      decorations.push(
        Decoration.node(
          pos,
          pos + node.nodeSize,
          orphan ? { class: 'orphan' } : { 'data-number': numbered?.number ?? '?' },
        ),
      );
      if (orphan) {
        const key = `orphan-${id}`;
        decorations.push(
          Decoration.widget(pos + 1, () => orphanNote(id), { key, side: -1, ignoreSelection: true }),
        );
      }
      return;
    }
    if (!numbered || numbered.kind === 'section') return;
    const attributes: Record<string, string> = { 'data-number': numbered.number };
    const name = LABELS[numbered.kind];
    // Through a property, since a caption inside the block cannot read the block's attributes.
    if (name) attributes.style = `--label: "${name} ${numbered.number}"`;
    decorations.push(Decoration.node(pos, pos + node.nodeSize, attributes));
  });
  return DecorationSet.create(doc, decorations);
}

/** Beside a footnote that nothing calls any more: it is kept, and not printed. */
function orphanNote(id: string): HTMLElement {
  const note = document.createElement('span');
  note.className = 'orphan-note';
  note.contentEditable = 'false';
  note.append('Not called in the text, so not printed. ');
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.removeFootnote = id;
  button.textContent = 'Remove footnote';
  note.append(button);
  return note;
}
