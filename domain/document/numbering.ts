import type { SectionKind, SectionOutline } from './outline.ts';

export type NumberedKind =
  | 'section'
  | 'heading'
  | 'paragraph'
  | 'recommendation'
  | 'table'
  | 'figure'
  | 'footnote';

/** The printed number of one thing: `{ kind: 'paragraph', number: '12', sectionId }`. */
export type Numbered = { kind: NumberedKind; number: string; sectionId: string };

/** A section as numbering sees it, in the report's order. */
export type NumberedSection = { id: string; kind: SectionKind; outline: SectionOutline };

/**
 * Every number of a report, by the id of the section, block or footnote that has it. Numbers are always
 * derived with this function: the editor, the reading page and the publisher cannot disagree.
 */
export function numberReport(sections: NumberedSection[]): Map<string, Numbered> {
  const numbers = new Map<string, Numbered>();
  const run = { body: 0, annex: 0, paragraph: 0, recommendation: 0, table: 0, figure: 0, footnote: 0 };

  for (const { id: sectionId, kind, outline } of sections) {
    // The first of two blocks with one id counts; the editor gives the second a new one.
    const give = (id: string, what: NumberedKind, number: string) => {
      if (id && !numbers.has(id)) numbers.set(id, { kind: what, number, sectionId });
    };
    if (kind === 'body') give(sectionId, 'section', roman(++run.body));
    if (kind === 'annex') give(sectionId, 'section', `Annex ${roman(++run.annex)}`);

    if (kind === 'body') for (const id of outline.paragraphs) give(id, 'paragraph', String(++run.paragraph));
    for (const id of outline.recommendations) give(id, 'recommendation', String(++run.recommendation));
    for (const { id } of outline.tables) give(id, 'table', String(++run.table));
    for (const { id } of outline.figures) give(id, 'figure', String(++run.figure));

    let [second, third] = [0, 0];
    for (const { id, level } of outline.headings) {
      if (level === 2) [second, third] = [second + 1, 0];
      else third += 1;
      give(id, 'heading', level === 2 ? letter(second).toUpperCase() : String(third));
    }

    const letters = new Map<string, number>();
    for (const { id, table } of outline.footnotes) {
      const place = table ?? (kind === 'annex' ? sectionId : null);
      if (place === null) give(id, 'footnote', String(++run.footnote));
      else {
        const next = (letters.get(place) ?? 0) + 1;
        letters.set(place, next);
        give(id, 'footnote', letter(next));
      }
    }
  }
  return numbers;
}

/** How a cross-reference to it reads in the text: “paragraph 12”, “table 3”, “section II”. */
export function referenceText(numbered: Numbered): string {
  if (numbered.kind === 'section' && numbered.number.startsWith('Annex'))
    return `annex ${numbered.number.slice(6)}`;
  return `${numbered.kind} ${numbered.number}`;
}

/** 1 → a, 26 → z, 27 → aa. */
export function letter(n: number): string {
  let [rest, text] = [n, ''];
  while (rest > 0) {
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
    rest = Math.floor((rest - 1) / 26);
  }
  return text;
}

const ROMAN: [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

/** 4 → IV. */
export function roman(n: number): string {
  let [rest, text] = [n, ''];
  for (const [value, sign] of ROMAN) {
    while (rest >= value) {
      text += sign;
      rest -= value;
    }
  }
  return text;
}
