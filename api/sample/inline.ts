import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';

/** What names in the notation stand for: `{ref:name}` a block or section, `FIGURE name` an uploaded picture. */
export type Names = { target(name: string): string; picture(name: string): string };

type Mark = NonNullable<NodeJson['marks']>[number];

/** How each piece of markup begins. Two stars before one. */
const MARKUP = /\[\^|\[|\{ref:|\{~|\*\*|\*/g;

/**
 * Reads the text inside blocks of one section as of a drafting step:
 *
 * - `*italic*`, `**bold**`, `[words](https://…)`
 * - `[^text of a footnote]` where it is called
 * - `{ref:name}`: the number of that block or section
 * - `{~2|old words|new words}`: the new words stand there from step 2 on; either may be empty
 */
export class TextReader {
  readonly #section: string;
  readonly #step: number;
  readonly #names: Names;
  #notes: NodeJson[] = [];
  #noteCount = 0;

  constructor(section: string, step: number, names: Names) {
    this.#section = section;
    this.#step = step;
    this.#names = names;
  }

  /** The runs of a text. Its footnotes wait for `takeNotes`. Throws an Error that quotes what is not closed. */
  read(source: string): NodeJson[] {
    return this.#runs(source.replace(/\s+/g, ' ').trim(), []);
  }

  /** The footnotes called since the last time, as blocks. */
  takeNotes(): NodeJson[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }

  picture(name: string): string {
    return this.#names.picture(name);
  }

  #runs(source: string, marks: Mark[]): NodeJson[] {
    const runs: NodeJson[] = [];
    const say = (text: string) => {
      if (text !== '') runs.push({ type: 'text', text, ...(marks.length > 0 && { marks }) });
    };
    let at = 0;
    MARKUP.lastIndex = 0;
    for (let match = MARKUP.exec(source); match; match = MARKUP.exec(source)) {
      say(source.slice(at, match.index));
      const { inner, end } = this.#inside(source, match.index, match[0]);
      const [made, after] = this.#markup(match[0], inner, source, end, marks);
      runs.push(...made);
      at = after;
      MARKUP.lastIndex = after; // shared with the reading of what is inside
    }
    say(source.slice(at));
    return runs;
  }

  /** The runs of one piece of markup, and where the text goes on after it. */
  #markup(sign: string, inner: string, source: string, end: number, marks: Mark[]): [NodeJson[], number] {
    switch (sign) {
      case '*':
        return [this.#runs(inner, [...marks, { type: 'italic' }]), end];
      case '**':
        return [this.#runs(inner, [...marks, { type: 'bold' }]), end];
      case '{ref:':
        return [[call({ type: 'crossReference', attrs: { target: this.#names.target(inner) } }, marks)], end];
      case '[^':
        return [[this.#note(inner, marks)], end];
      case '{~':
        return [this.#change(inner, marks), end];
      default: {
        const href = /^\(([^)\s]+)\)/.exec(source.slice(end))?.[1];
        if (href === undefined) throw this.#unreadable(source.slice(end - inner.length));
        return [this.#runs(inner, [...marks, { type: 'link', attrs: { href } }]), end + href.length + 2];
      }
    }
  }

  #note(inner: string, marks: Mark[]): NodeJson {
    this.#noteCount += 1;
    const id = `${this.#section}-note-${this.#noteCount}`;
    const content = this.#runs(inner.trim(), []);
    this.#notes.push({ type: 'footnote', attrs: { id }, content });
    return call({ type: 'footnoteReference', attrs: { id } }, marks);
  }

  /** Both wordings are read, so that the notes in and behind them keep their ids in every step. */
  #change(inner: string, marks: Mark[]): NodeJson[] {
    const [, step = '', before = '', after = ''] = /^(\d+)\|([^|]*)\|([^|]*)$/.exec(inner) ?? [];
    if (step === '') throw this.#unreadable(inner);
    const earlier = this.takeNotes();
    const old = { runs: this.#runs(before, marks), notes: this.takeNotes() };
    const now = { runs: this.#runs(after, marks), notes: this.takeNotes() };
    const { runs, notes } = this.#step < Number(step) ? old : now;
    this.#notes = [...earlier, ...notes];
    return runs;
  }

  #inside(source: string, start: number, sign: string): { inner: string; end: number } {
    const from = start + sign.length;
    const close = sign.startsWith('[') ? ']' : sign.startsWith('{') ? '}' : sign;
    const open = sign.startsWith('[') ? '[' : sign.startsWith('{') ? '{' : null;
    let depth = 1;
    for (let at = from; at < source.length; at++) {
      if (source.startsWith(close, at)) depth -= 1;
      else if (open !== null && source[at] === open) depth += 1;
      if (depth === 0) return { inner: source.slice(from, at), end: at + close.length };
    }
    throw this.#unreadable(source.slice(start));
  }

  #unreadable(text: string): Error {
    return new Error(`The sample section ${this.#section} cannot be read at “${text.slice(0, 60)}”.`);
  }
}

function call(mark: Mark, marks: Mark[]): NodeJson {
  return { type: 'text', text: REFERENCE_CHARACTER, marks: [...marks, mark] };
}
