import type { NodeJson } from '../../domain/document/outline.ts';
import { type Names, TextReader } from './inline.ts';

/**
 * Reads a section of the sample from the notation that its content files are written in, as it stood after the
 * drafting step `step`: blocks and words that came later are left out. Blocks stand apart by an empty line and
 * can begin with `{#id}`, `{@2}` (there from step 2 on), `{@1-2}` (gone in step 3), or both: `{#id @2}`.
 *
 * - `## Heading`, `### Heading below it`
 * - any other text: a numbered paragraph; `UNNUMBERED ` before it: one without a number
 * - lines of `(a) …`, and indented `(i) …`: sub-paragraphs; lines of `* …`: a list
 * - `> …`: a quotation; `RECOMMENDATION …`
 * - `TABLE caption`, lines `| cell | cell |` of which the first is the header, `SOURCE: …`
 * - `FIGURE picture`, then `CAPTION: …`, `SOURCE: …`, `ALTERNATIVE: …`
 *
 * Inside text see `inline.ts`. Ids are the same for every step, so that versions align. Throws an Error that
 * quotes what it cannot read.
 */
export function readNotation(section: string, source: string, step: number, names: Names): NodeJson {
  const reader = new SectionReader(section, step, names);
  source
    .trim()
    .split(/\n[ \t]*\n/)
    .forEach((text, index) => {
      reader.block(text, index + 1);
    });
  return { type: 'doc', content: [...reader.blocks, ...reader.notes] };
}

/** The ids that a section gives to its blocks with `{#id}`. */
export function namedBlocks(source: string): string[] {
  return [...source.matchAll(/^\{#([\w-]+)/gm)].map(([, name = '']) => name);
}

class SectionReader {
  readonly blocks: NodeJson[] = [];
  readonly notes: NodeJson[] = [];
  readonly #section: string;
  readonly #step: number;
  readonly #text: TextReader;
  #id = '';
  #children = 0;

  constructor(section: string, step: number, names: Names) {
    this.#section = section;
    this.#step = step;
    this.#text = new TextReader(section, step, names);
  }

  block(text: string, place: number): void {
    const [, prefix = '', body = ''] = /^(?:\{((?:[#@][\w-]+ ?)+)\}\s*)?([\s\S]*)$/.exec(text) ?? [];
    this.#id = /#([\w-]+)/.exec(prefix)?.[1] ?? `${this.#section}-block-${place}`;
    this.#children = 0;
    const [, first = '1', last = '99'] = /@(\d+)(?:-(\d+))?/.exec(prefix) ?? [];
    // Read even when it is not there in this step, so that the notes behind it keep their ids.
    const block = this.#read(body.trim());
    const notes = this.#text.takeNotes();
    if (this.#step < Number(first) || this.#step > Number(last)) return;
    this.blocks.push(block);
    this.notes.push(...notes);
  }

  #read(body: string): NodeJson {
    const [, word = '', rest = ''] =
      /^(##|###|>|UNNUMBERED|RECOMMENDATION|TABLE|FIGURE)\s+([\s\S]+)$/.exec(body) ?? [];
    const attrs = { id: this.#id };
    switch (word) {
      case '##':
      case '###':
        return { type: 'heading', attrs: { ...attrs, level: word === '##' ? 2 : 3 }, ...this.#runs(rest) };
      case '>':
        return { type: 'quotation', attrs, content: [this.#paragraph(rest.replace(/^>\s?/gm, ''))] };
      case 'UNNUMBERED':
        return { type: 'paragraph', attrs: { ...attrs, numbered: false }, ...this.#runs(rest) };
      case 'RECOMMENDATION':
        return { type: 'recommendation', attrs, ...this.#runs(rest) };
      case 'TABLE':
        return this.#table(rest);
      case 'FIGURE':
        return this.#figure(rest);
      default:
        if (/^\(a\) /.test(body))
          return this.#list('subparagraphList', items(body, /^(\s*)\([a-z]+\) /), this.#id);
        if (/^\* /.test(body)) return this.#list('bulletList', items(body, /^(\s*)\* /), this.#id);
        return { type: 'paragraph', attrs, ...this.#runs(body) };
    }
  }

  /** A list, each item with the ones that are indented below it. */
  #list(type: string, lines: Item[], id: string): NodeJson {
    const outer: { text: string; inner: Item[] }[] = [];
    for (const line of lines) {
      if (line.depth === 0) outer.push({ text: line.text, inner: [] });
      else outer.at(-1)?.inner.push({ ...line, depth: 0 });
    }
    const item = ({ text, inner }: (typeof outer)[number]): NodeJson => ({
      type: 'listItem',
      attrs: { id: this.#child() },
      content: [this.#paragraph(text), ...(inner.length > 0 ? [this.#list(type, inner, this.#child())] : [])],
    });
    return { type, attrs: { id }, content: outer.map(item) };
  }

  #table(body: string): NodeJson {
    const lines = unfolded(body, /^(\||SOURCE: )/);
    const caption = lines[0] ?? '';
    const source = fieldOf(lines, 'SOURCE');
    const rows = lines.filter((line) => line.startsWith('|'));
    return {
      type: 'table',
      attrs: { id: this.#id, caption, source },
      content: rows.map((row, index) => ({
        type: 'tableRow',
        attrs: { id: this.#child() },
        content: cellsOf(row).map((cell) => ({
          type: index === 0 ? 'tableHeader' : 'tableCell',
          attrs: { id: this.#child() },
          content: [this.#paragraph(cell)],
        })),
      })),
    };
  }

  #figure(body: string): NodeJson {
    const lines = unfolded(body, /^(CAPTION|SOURCE|ALTERNATIVE): /);
    return {
      type: 'figure',
      attrs: {
        id: this.#id,
        file: this.#text.picture(lines[0] ?? ''),
        caption: fieldOf(lines, 'CAPTION'),
        source: fieldOf(lines, 'SOURCE'),
        alternative: fieldOf(lines, 'ALTERNATIVE'),
      },
    };
  }

  #paragraph(text: string): NodeJson {
    return { type: 'paragraph', attrs: { id: this.#child() }, ...this.#runs(text) };
  }

  #runs(text: string): { content?: NodeJson[] } {
    const content = this.#text.read(text);
    return content.length > 0 ? { content } : {};
  }

  #child(): string {
    this.#children += 1;
    return `${this.#id}-${this.#children}`;
  }
}

type Item = { depth: number; text: string };

/** The items of a list; a line that begins with no sign goes on with the item before it. */
function items(body: string, sign: RegExp): Item[] {
  const found: Item[] = [];
  for (const line of body.split('\n')) {
    const match = sign.exec(line);
    const last = found.at(-1);
    if (match) found.push({ depth: match[1] ? 1 : 0, text: line.slice(match[0].length).trim() });
    else if (last) last.text += ` ${line.trim()}`;
  }
  return found;
}

/** Lines, each with those that go on with it. */
function unfolded(body: string, begin: RegExp): string[] {
  const lines: string[] = [];
  for (const line of body.split('\n').map((text) => text.trim())) {
    if (lines.length === 0 || begin.test(line)) lines.push(line);
    else lines.push(`${lines.pop()} ${line}`);
  }
  return lines;
}

function fieldOf(lines: string[], name: string): string {
  const line = lines.find((text) => text.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? '';
}

/** The cells of `| one | two |`. A bar inside `{~2|old|new}` is not between cells. */
function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split(/\|(?![^{}]*\})/)
    .map((cell) => cell.trim());
}
