import { type NumberedSection, numberReport } from '../../domain/document/numbering.ts';

/** Somewhere in a report that one can go to: `anchor` is the fragment of its address. */
export type Place = { anchor: string; label: string; within: string };

/**
 * The sections and headings of a report; and, when `query` holds a number, the paragraph, table, figure and
 * recommendation with that number, named as they are referred to: "Paragraph 12".
 */
export function placesIn(sections: (NumberedSection & { title: string })[], query: string): Place[] {
  const numbers = numberReport(sections);
  const wanted = /\d+/.exec(query)?.[0];
  return sections.flatMap((section) => {
    const number = numbers.get(section.id)?.number;
    const title = number === undefined ? section.title : `${number}. ${section.title}`;
    const numbered = wanted === undefined ? [] : withNumber(section, wanted);
    return [
      { anchor: `section-${section.id}`, label: title, within: 'Section' },
      ...numbered.map(({ id, kind }) => ({ anchor: `p-${id}`, label: `${kind} ${wanted}`, within: title })),
      ...section.outline.headings.map(({ id, text }) => ({ anchor: `p-${id}`, label: text, within: title })),
    ];
  });

  function withNumber({ outline }: NumberedSection, number: string): { id: string; kind: string }[] {
    const candidates = [
      ...outline.paragraphs.map((id) => ({ id, kind: 'Paragraph' })),
      ...outline.recommendations.map((id) => ({ id, kind: 'Recommendation' })),
      ...outline.tables.map(({ id }) => ({ id, kind: 'Table' })),
      ...outline.figures.map(({ id }) => ({ id, kind: 'Figure' })),
    ];
    return candidates.filter(({ id }) => numbers.get(id)?.number === number);
  }
}
