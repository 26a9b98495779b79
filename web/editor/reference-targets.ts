import { type NumberedSection, numberReport, referenceText } from '../../domain/document/numbering.ts';

/** Something in the report that a cross-reference can point to: `label` is what it will print. */
export type ReferenceTarget = { id: string; label: string; excerpt: string };

/**
 * Everything that can be referred to, in the order of the report. `excerpts` gives the first words of a block
 * by its id, `titles` the titles of sections. A footnote is cited by where it is called, and is not among them;
 * nor is a block of text that is known to have no words, by which nobody could choose it.
 */
export function referenceTargets(
  sections: NumberedSection[],
  titles: Map<string, string>,
  excerpts: Map<string, string>,
): ReferenceTarget[] {
  const numbers = numberReport(sections);
  const targets: ReferenceTarget[] = [];
  const add = (id: string, excerpt: string) => {
    const numbered = numbers.get(id);
    if (numbered) targets.push({ id, label: referenceText(numbered), excerpt });
  };
  const addWords = (id: string, words: string | undefined) => {
    if (words?.trim() !== '') add(id, words ?? '');
  };
  for (const { id, outline } of sections) {
    add(id, titles.get(id) ?? '');
    for (const heading of outline.headings) addWords(heading.id, heading.text);
    for (const block of [...outline.paragraphs, ...outline.recommendations])
      addWords(block, excerpts.get(block));
    for (const { id: table, caption } of outline.tables) add(table, caption);
    for (const { id: figure, caption } of outline.figures) add(figure, caption);
  }
  return targets;
}

/** The targets that fit what was typed: a number finds what has exactly that number first, words find excerpts. */
export function targetsFor(targets: ReferenceTarget[], query: string): ReferenceTarget[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return targets;
  const words = wanted.split(/\s+/);
  const fits = targets.filter(({ label, excerpt }) => {
    const text = `${label} ${excerpt}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const isExact = ({ label }: ReferenceTarget) =>
    label.toLowerCase() === wanted || label.split(' ').at(-1)?.toLowerCase() === wanted;
  return [...fits.filter(isExact), ...fits.filter((target) => !isExact(target))];
}
