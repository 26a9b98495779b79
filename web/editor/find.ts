import { Extension } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/** A match in the document: from and to are positions in it. */
export type Match = { from: number; to: number };

type FindState = { query: string; matches: Match[]; current: number; decorations: DecorationSet };

/** The find bar's state in the editor. */
export const findKey = new PluginKey<FindState>('find');

/** Finding in the text of a section: matches are marked, the current one apart. */
export const Find = Extension.create({
  name: 'find',
  addProseMirrorPlugins: () => [
    new Plugin<FindState>({
      key: findKey,
      state: {
        init: (_config, state) => foundIn(state.doc, '', 0),
        apply: (tr, value) => {
          // Only this file sets it.
          const asked = tr.getMeta(findKey) as { query?: string; current?: number } | undefined;
          if (!asked && !tr.docChanged) return value;
          return foundIn(tr.doc, asked?.query ?? value.query, asked?.current ?? value.current);
        },
      },
      props: { decorations: (state) => findKey.getState(state)?.decorations },
    }),
  ],
});

/** Every place where `doc` says `query`, whatever the case and accents; text blocks only, never across two. */
export function matchesIn(doc: PmNode, query: string): Match[] {
  const wanted = folded(query);
  if (wanted === '') return [];
  const matches: Match[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = folded(node.textContent);
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length))
      matches.push({ from: pos + 1 + at, to: pos + 1 + at + wanted.length });
    return false;
  });
  return matches;
}

/** Marks the matches of `query`; the first behind the caret is the current one. */
export function find(view: EditorView, query: string): void {
  const matches = matchesIn(view.state.doc, query);
  const { from } = view.state.selection;
  const next = matches.findIndex((match) => match.from >= from);
  view.dispatch(view.state.tr.setMeta(findKey, { query, current: Math.max(0, next) }));
  show(view);
}

/** Goes `by` matches on, around the end. */
export function step(view: EditorView, by: 1 | -1): void {
  const state = findKey.getState(view.state);
  if (!state || state.matches.length === 0) return;
  const current = (state.current + by + state.matches.length) % state.matches.length;
  view.dispatch(view.state.tr.setMeta(findKey, { current }));
  show(view);
}

/** Replaces the current match, or all of them from the end; marks of the replaced text stay. */
export function replace(view: EditorView, by: string, which: 'current' | 'all'): void {
  const state = findKey.getState(view.state);
  if (!state) return;
  const match = state.matches[state.current];
  const matches = which === 'all' ? state.matches.toReversed() : match ? [match] : [];
  const { tr } = view.state;
  for (const { from, to } of matches) {
    if (by === '') tr.delete(from, to);
    else tr.insertText(by, from, to);
  }
  if (tr.docChanged) view.dispatch(tr);
}

/** Ends finding, with the current match selected. */
export function endFind(view: EditorView): void {
  const state = findKey.getState(view.state);
  const match = state?.matches[state.current];
  const tr = view.state.tr.setMeta(findKey, { query: '', current: 0 });
  if (match) tr.setSelection(TextSelection.create(tr.doc, match.from, match.to));
  view.dispatch(tr);
  view.focus();
}

/** How many matches there are, and which is the current one, from 1. */
export function findCount(state: EditorState): { total: number; current: number } {
  const found = findKey.getState(state);
  return { total: found?.matches.length ?? 0, current: found?.matches.length ? found.current + 1 : 0 };
}

function foundIn(doc: PmNode, query: string, wanted: number): FindState {
  const matches = matchesIn(doc, query);
  const current = Math.min(wanted, Math.max(0, matches.length - 1));
  const decorations = matches.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === current ? 'found found-current' : 'found' }),
  );
  return { query, matches, current, decorations: DecorationSet.create(doc, decorations) };
}

function show(view: EditorView): void {
  const found = view.dom.querySelector('.found-current');
  found?.scrollIntoView({ block: 'center', behavior: 'instant' });
}

/** Lower case without accents, of the same length as `text`: positions stay. */
function folded(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    const base = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return base.length === character.length ? base : character;
  }).join('');
}
