import { letter, referenceText, roman } from '../document/numbering.ts';
import { type NodeJson, outlineOf, textOf } from '../document/outline.ts';
import { type ComposedReport, type ComposedSection, printedDate } from './compose.ts';

/** A piece of a line. `pieces`: text between whose parts a line may break although no space stands there. */
export type Run =
  | { kind: 'text'; pieces: string[]; bold: boolean; italic: boolean; link: string | null }
  | { kind: 'break' }
  | { kind: 'reference'; target: string; text: string }
  /** A footnote at its first call: it is printed at the foot of this page. */
  | { kind: 'footnote'; id: string; number: string; runs: Run[] }
  /** A later call of a footnote, or one in a table: only its number, linked to its text. */
  | { kind: 'call'; id: string; number: string };

/** A cell of a table. `align` follows from what stands in its column. */
export type PrintedCell = {
  colspan: number;
  rowspan: number;
  header: boolean;
  align: 'left' | 'right';
  blocks: Block[];
};

/** A block as the typesetter gets it: everything that is printed is in it, numbers included, as data. */
export type Block =
  | { kind: 'paragraph'; id: string | null; number: string | null; runs: Run[] }
  | { kind: 'heading'; id: string | null; depth: number; level: 2 | 3; number: string; runs: Run[] }
  | { kind: 'recommendation'; id: string | null; number: string; runs: Run[] }
  | { kind: 'quotation'; id: string | null; blocks: Block[] }
  | { kind: 'list'; items: { marker: string; blocks: Block[] }[] }
  | {
      kind: 'table';
      id: string | null;
      number: string;
      caption: Run[];
      source: Run[];
      /** Shares of the width. */
      columns: number[];
      headerRows: PrintedCell[][];
      rows: PrintedCell[][];
      notes: { id: string; number: string; runs: Run[] }[];
    }
  | {
      kind: 'figure';
      id: string | null;
      number: string;
      caption: Run[];
      source: Run[];
      alternative: string;
      /** The picture's file in the typesetter's folder, and its pixels; null where there is none. */
      image: { path: string; width: number; height: number } | null;
    };

/** A whole report as the typesetter gets it: plain JSON. */
export type PrintedReport = {
  symbol: string;
  title: string;
  titleRuns: Run[];
  language: string;
  date: string;
  /** What stands below the title: which edition it is, or of when the draft. */
  edition: string;
  states: string[];
  /** What stands on every page of a draft or of the sample; null on an edition. */
  mark: string | null;
  /** The ids of everything that can be linked to: a link to anything else would not typeset. */
  labels: string[];
  sections: { id: string; number: string | null; titleRuns: Run[]; blocks: Block[] }[];
};

/** The file of an uploaded picture in the typesetter's folder, or null where the picture is not there. */
export type PictureOf = (file: string) => { path: string; width: number; height: number } | null;

/** What a report is printed as: an edition, or the text as it stands before one. */
export type PrintedAs = 'edition' | 'draft';

/** Turns a composed report into the data of the one fixed template. */
export function printed(report: ComposedReport, pictureOf: PictureOf, as: PrintedAs): PrintedReport {
  const labels = new Set<string>();
  const sections = report.sections.map((section) => ({
    id: section.id,
    number: section.number,
    titleRuns: plain(section.title),
    blocks: new SectionPrinter(section, report, pictureOf, labels).blocks(),
  }));
  for (const { id } of sections) labels.add(id);
  return {
    symbol: report.symbol,
    title: report.title.toWellFormed(),
    titleRuns: plain(report.title),
    language: report.language,
    date: printedDate(report.publishedAt, report.language),
    edition:
      as === 'edition' ? `Edition ${report.edition}` : `Draft as of ${report.publishedAt.slice(11, 16)} UTC`,
    states: report.states,
    mark: markOf(report, as),
    labels: [...labels],
    sections,
  };
}

function markOf({ sample }: ComposedReport, as: PrintedAs): string | null {
  if (as === 'draft') return sample ? 'SAMPLE, DRAFT — not a finding' : 'DRAFT — not published';
  return sample ? 'SAMPLE — not a finding' : null;
}

class SectionPrinter {
  readonly #section: ComposedSection;
  readonly #report: ComposedReport;
  readonly #pictureOf: PictureOf;
  /** Ids that have been given to a block already, in the whole report. */
  readonly #labels: Set<string>;
  readonly #notes = new Map<string, NodeJson>();
  readonly #tableOf: Map<string, string | null>;

  constructor(section: ComposedSection, report: ComposedReport, pictureOf: PictureOf, labels: Set<string>) {
    this.#section = section;
    this.#report = report;
    this.#pictureOf = pictureOf;
    this.#labels = labels;
    for (const block of section.document.content ?? []) {
      const id = String(block.attrs?.id ?? '');
      if (block.type === 'footnote' && !this.#notes.has(id)) this.#notes.set(id, block);
    }
    this.#tableOf = new Map(outlineOf(section.document).footnotes.map(({ id, table }) => [id, table]));
  }

  blocks(): Block[] {
    let depth = 1;
    return (this.#section.document.content ?? []).flatMap((block): Block[] => {
      if (block.type !== 'heading') return this.#block(block, 0);
      const level = block.attrs?.level === 3 ? 3 : 2;
      // Readers of a tagged PDF go from level to level: none may be left out.
      depth = Math.min(level, depth + 1);
      const number = this.#numberOf(block);
      return [{ kind: 'heading', id: this.#label(block), depth, level, number, runs: this.#runs(block) }];
    });
  }

  #block(block: NodeJson, listDepth: number): Block[] {
    switch (block.type) {
      case 'paragraph': {
        const numbered = this.#report.numbers.get(String(block.attrs?.id ?? ''));
        const number = numbered?.kind === 'paragraph' ? numbered.number : null;
        return [{ kind: 'paragraph', id: this.#label(block), number, runs: this.#runs(block) }];
      }
      case 'recommendation': {
        const number = this.#numberOf(block);
        return [{ kind: 'recommendation', id: this.#label(block), number, runs: this.#runs(block) }];
      }
      case 'quotation':
        return [{ kind: 'quotation', id: this.#label(block), blocks: this.#blocks(block, listDepth) }];
      case 'subparagraphList':
        return [this.#list(block, listDepth + 1, listDepth % 2 === 0 ? letter : lowerRoman)];
      case 'bulletList':
        return [this.#list(block, listDepth, null)];
      case 'table':
        return [this.#table(block)];
      case 'figure':
        return [this.#figure(block)];
      default:
        return [];
    }
  }

  #blocks(node: NodeJson, listDepth: number): Block[] {
    return (node.content ?? []).flatMap((child) => this.#block(child, listDepth));
  }

  #list(list: NodeJson, depth: number, sign: ((n: number) => string) | null): Block {
    const items = (list.content ?? []).map((item, index) => ({
      marker: sign ? `(${sign(index + 1)})` : '•',
      blocks: this.#blocks(item, depth),
    }));
    return { kind: 'list', items };
  }

  #table(table: NodeJson): Block {
    const rows = table.content ?? [];
    const firstBody = rows.findIndex((row) => row.content?.some((cell) => cell.type !== 'tableHeader'));
    const headerCount = firstBody === -1 ? 0 : firstBody;
    const columns = columnsOf(rows, headerCount);
    const print = (row: NodeJson): PrintedCell[] => {
      const cells = row.content ?? [];
      return cells.map((cell, index) => ({
        colspan: Number(cell.attrs?.colspan ?? 1),
        rowspan: Number(cell.attrs?.rowspan ?? 1),
        header: cell.type === 'tableHeader',
        align: cells.length === columns.length && columns[index]?.numeric ? 'right' : 'left',
        blocks: this.#blocks(cell, 0),
      }));
    };
    const id = String(table.attrs?.id ?? '');
    const notes = [...this.#tableOf].filter(([note, inTable]) => inTable === id && this.#notes.has(note));
    return {
      kind: 'table',
      id: this.#label(table),
      number: this.#numberOf(table),
      caption: plain(String(table.attrs?.caption ?? '')),
      source: plain(String(table.attrs?.source ?? '')),
      columns: columns.map(({ share }) => share),
      headerRows: rows.slice(0, headerCount).map(print),
      rows: rows.slice(headerCount).map(print),
      notes: notes.map(([note]) => {
        this.#labels.add(note);
        return { id: note, number: this.#noteNumber(note), runs: this.#noteRuns(note) };
      }),
    };
  }

  #figure(figure: NodeJson): Block {
    const number = this.#numberOf(figure);
    const [caption, alternative] = [
      String(figure.attrs?.caption ?? ''),
      String(figure.attrs?.alternative ?? ''),
    ];
    return {
      kind: 'figure',
      id: this.#label(figure),
      number,
      caption: plain(caption),
      source: plain(String(figure.attrs?.source ?? '')),
      alternative: alternative.trim() || caption.trim() || `Figure ${number}`,
      image: typeof figure.attrs?.file === 'string' ? this.#pictureOf(figure.attrs.file) : null,
    };
  }

  #runs(block: NodeJson): Run[] {
    return (block.content ?? []).flatMap((run): Run[] => {
      const mark = (type: string) => run.marks?.find((candidate) => candidate.type === type);
      const note = mark('footnoteReference');
      if (note) return this.#call(String(note.attrs?.id ?? ''));
      const reference = mark('crossReference');
      if (reference) return [this.#reference(String(reference.attrs?.target ?? ''))];
      const link = mark('link')?.attrs?.href;
      const href = typeof link === 'string' ? link : null;
      return plain(run.text ?? '', {
        bold: Boolean(mark('bold')),
        italic: Boolean(mark('italic')),
        link: href,
      });
    });
  }

  #reference(target: string): Run {
    const numbered = this.#report.numbers.get(target);
    return numbered
      ? { kind: 'reference', target, text: referenceText(numbered) }
      : { kind: 'reference', target: '', text: '[missing reference]' };
  }

  #call(id: string): Run[] {
    if (!this.#notes.has(id)) return plain('[missing footnote]');
    const number = this.#noteNumber(id);
    if (this.#labels.has(id) || this.#tableOf.get(id) !== null) return [{ kind: 'call', id, number }];
    this.#labels.add(id);
    return [{ kind: 'footnote', id, number, runs: this.#noteRuns(id) }];
  }

  #noteRuns(id: string): Run[] {
    const note = this.#notes.get(id);
    return note ? this.#runs(note) : [];
  }

  #noteNumber(id: string): string {
    return this.#report.numbers.get(id)?.number ?? '';
  }

  #numberOf(block: NodeJson): string {
    return this.#report.numbers.get(String(block.attrs?.id ?? ''))?.number ?? '';
  }

  /** The block's id, unless another has it already: a label stands once. */
  #label(block: NodeJson): string | null {
    const id = block.attrs?.id;
    if (typeof id !== 'string' || this.#labels.has(id)) return null;
    this.#labels.add(id);
    return id;
  }
}

function lowerRoman(n: number): string {
  return roman(n).toLowerCase();
}

const PLAIN = { bold: false, italic: false, link: null };

/** Text as runs: line breaks apart, without the control characters that no font can show. */
function plain(text: string, style: { bold: boolean; italic: boolean; link: string | null } = PLAIN): Run[] {
  return text
    .toWellFormed()
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .flatMap((line, index): Run[] => {
      const shown = line.replaceAll('\t', ' ').replace(/[\p{Cc}\u2060\ufeff\ufffe\uffff]/gu, '');
      const run: Run[] = shown ? [{ kind: 'text', pieces: breakable(shown), ...style }] : [];
      return index === 0 ? run : [{ kind: 'break' }, ...run];
    });
}

/** Scripts that are written without spaces break by themselves, and letters of Arabic join across a break. */
const LONG_WORD =
  /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}]{32,}/gu;

/** Cuts words too long for a line, where only a table's narrow column or the margin would stop them. */
function breakable(text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const { index, 0: word } of text.matchAll(LONG_WORD)) {
    const parts = word.match(/(?:\P{M}\p{M}*){1,6}/gu) ?? [word];
    pieces.push(text.slice(at, index) + (parts[0] ?? ''), ...parts.slice(1));
    at = index + word.length;
  }
  const rest = text.slice(at);
  if (rest === '') return pieces;
  return pieces.length === 0 ? [rest] : [...pieces, rest];
}

type Column = { share: number; numeric: boolean };

/** How wide each column is by what stands in it, and whether it is one of figures, which stand to the right. */
function columnsOf(rows: NodeJson[], headerCount: number): Column[] {
  const count = Math.max(
    1,
    ...rows.map((row) =>
      (row.content ?? []).reduce((sum, cell) => sum + Number(cell.attrs?.colspan ?? 1), 0),
    ),
  );
  return Array.from({ length: count }, (_, index) => {
    const texts = rows
      .map((row, at) => ({ cell: row.content?.length === count ? row.content[index] : undefined, at }))
      .flatMap(({ cell, at }) => (cell ? [{ text: textOf(cell).trim(), isBody: at >= headerCount }] : []));
    const longest = Math.max(0, ...texts.map(({ text }) => text.length));
    const word = Math.max(0, ...texts.flatMap(({ text }) => text.split(/\s+/).map((part) => part.length)));
    const body = texts.filter(({ text, isBody }) => isBody && text !== '');
    return {
      share: Math.max(6, Math.min(word, 16) + 1, Math.min(longest, 90) ** 0.85),
      numeric:
        body.length > 0 && body.every(({ text }) => /^[−–-]?[\d.,\s\u00a0\u202f]+ ?%?$|^[–—-]$/.test(text)),
    };
  });
}
