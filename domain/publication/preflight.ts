import { type Numbered, type NumberedSection, numberReport, referenceText } from '../document/numbering.ts';
import { type NodeJson, outlineOf, textOf } from '../document/outline.ts';
import { type SectionStage, STAGE_NAMES } from '../workflow/stages.ts';
import { compose, type ReportFacts, type SectionSource } from './compose.ts';

export const FINDING_KINDS = [
  'no_section',
  'not_agreed',
  'empty_section',
  'open_threads',
  'missing_alternative',
  'missing_image',
  'large_image',
  'missing_caption',
  'dangling_reference',
  'missing_footnote',
  'orphan_footnote',
  'skipped_heading',
  'empty_paragraph',
  'unencrypted_link',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What is wrong with a report before it is published. An `error` blocks publication; a `warning` is to be read. */
export type Finding = {
  level: 'error' | 'warning';
  kind: FindingKind;
  message: string;
  /** Null when it is about the report as a whole. */
  sectionId: string | null;
  blockId: string | null;
};

/** A section with what the check needs to know of it beside its text. `openThreads`: those that whoever asks may see. */
export type CheckedSection = SectionSource & { stage: SectionStage; openThreads: number };

/** Pixels of the report's uploaded pictures, by file id. */
export type PictureSizes = ReadonlyMap<string, { width: number; height: number }>;

/** The largest picture that is typeset, in pixels: decoded it takes four bytes for each. */
export const MAX_PICTURE_PIXELS = 50_000_000;

/** Everything that keeps the report from being published, and everything that somebody should look at first. */
export function preflight(
  report: ReportFacts,
  sections: CheckedSection[],
  pictures: PictureSizes,
): Finding[] {
  if (sections.length === 0)
    return [
      {
        level: 'error',
        kind: 'no_section',
        message: 'The report has no section yet: add one.',
        sectionId: null,
        blockId: null,
      },
    ];
  const { numbers } = compose(report, sections);
  return sections.flatMap((section) => new SectionCheck(section, numbers, pictures).run());
}

/**
 * What in one section's text would keep its report from being published, before states are asked to clear it:
 * afterwards nothing of it can be mended without asking all of them again. `order` is all the sections of the
 * report, this one among them, as they are numbered.
 */
export function sectionErrors(
  section: SectionSource,
  order: NumberedSection[],
  pictures: PictureSizes,
): Finding[] {
  const checked: CheckedSection = { ...section, stage: 'agreed', openThreads: 0 };
  return new SectionCheck(checked, numberReport(order), pictures)
    .run()
    .filter(({ level }) => level === 'error');
}

/** What a block without a number is called. */
const NAMES: Record<string, string> = {
  paragraph: 'a paragraph without number',
  heading: 'a heading',
  quotation: 'a quotation',
  subparagraphList: 'sub-paragraphs',
  bulletList: 'a list',
  footnote: 'a footnote',
};

class SectionCheck {
  readonly #findings: Finding[] = [];
  readonly #section: CheckedSection;
  readonly #numbers: ReadonlyMap<string, Numbered>;
  readonly #pictures: PictureSizes;

  constructor(section: CheckedSection, numbers: ReadonlyMap<string, Numbered>, pictures: PictureSizes) {
    this.#section = section;
    this.#numbers = numbers;
    this.#pictures = pictures;
  }

  run(): Finding[] {
    const { stage, openThreads, document } = this.#section;
    if (stage !== 'agreed')
      this.#error('not_agreed', `is in ${STAGE_NAMES[stage].toLowerCase()} and not agreed yet.`);
    if (openThreads > 0)
      this.#warn(
        'open_threads',
        `has ${openThreads} open ${openThreads === 1 ? 'comment thread' : 'comment threads'}.`,
      );
    const blocks = document.content ?? [];
    if (!blocks.some((block) => block.type === 'figure' || textOf(block).trim() !== ''))
      this.#error('empty_section', 'has no text: write it, or remove the section.');
    else this.#checkEmptyParagraphs(blocks);
    this.#checkHeadings(blocks);
    for (const block of blocks) this.#checkBlock(block);
    this.#checkFootnotes(blocks);
    return this.#findings;
  }

  #checkBlock(block: NodeJson): void {
    const id = idOf(block);
    if (block.type === 'figure') this.#checkFigure(block, id);
    if (block.type === 'table' && isBlank(block.attrs?.caption))
      this.#warn('missing_caption', `${this.#name(block)} has no caption.`, id);
    const texts = new Set<string>();
    visitRuns(block, (run) => {
      for (const { type, attrs } of run.marks ?? []) {
        if (type === 'crossReference' && !this.#numbers.has(String(attrs?.target ?? '')))
          texts.add('dangling_reference');
        if (type === 'link' && typeof attrs?.href === 'string' && /^http:/i.test(attrs.href))
          this.#warn('unencrypted_link', `links to ${attrs.href}, which is not https.`, id);
      }
    });
    if (texts.has('dangling_reference'))
      this.#error(
        'dangling_reference',
        `${this.#name(block)} refers to something that is no longer there: correct the reference.`,
        id,
      );
  }

  #checkFigure(figure: NodeJson, id: string | null): void {
    const name = this.#name(figure);
    if (isBlank(figure.attrs?.alternative))
      this.#error('missing_alternative', `${name} has no alternative text for those who cannot see it.`, id);
    if (isBlank(figure.attrs?.caption)) this.#warn('missing_caption', `${name} has no caption.`, id);
    const size = this.#pictures.get(String(figure.attrs?.file ?? ''));
    if (!size) this.#error('missing_image', `${name} has no image: upload one, or remove the figure.`, id);
    else if (size.width * size.height > MAX_PICTURE_PIXELS)
      this.#error(
        'large_image',
        `${name} is ${size.width} × ${size.height} pixels, and at most ${MAX_PICTURE_PIXELS / 1e6} million pixels can be typeset: upload a smaller one.`,
        id,
      );
  }

  #checkHeadings(blocks: NodeJson[]): void {
    let previous = 1;
    for (const block of blocks) {
      if (block.type !== 'heading') continue;
      const level = block.attrs?.level === 3 ? 3 : 2;
      if (level > previous + 1)
        this.#warn(
          'skipped_heading',
          `has the heading “${textOf(block)}” of the third level without one of the second above it.`,
          idOf(block),
        );
      previous = level;
    }
  }

  #checkFootnotes(blocks: NodeJson[]): void {
    const called = outlineOf(this.#section.document).footnotes.map(({ id }) => id);
    const there = new Set(blocks.filter((block) => block.type === 'footnote').map(idOf));
    for (const id of called) {
      const number = this.#numbers.get(id)?.number ?? '';
      const note = blocks.find((block) => block.type === 'footnote' && idOf(block) === id);
      if (!there.has(id) || !note || textOf(note).trim() === '')
        this.#error(
          'missing_footnote',
          `calls footnote ${number}, which has no text: write it, or remove the call.`,
          id,
        );
    }
    for (const id of there) {
      if (id !== null && !called.includes(id))
        this.#warn('orphan_footnote', 'has a footnote that is called nowhere: it is not printed.', id);
    }
  }

  #checkEmptyParagraphs(blocks: NodeJson[]): void {
    for (const block of blocks) {
      const numbered = this.#numbers.get(idOf(block) ?? '');
      if (block.type === 'paragraph' && numbered && !block.content?.length)
        this.#warn(
          'empty_paragraph',
          `has an empty paragraph, which takes the number ${numbered.number} and prints nothing.`,
          idOf(block),
        );
    }
  }

  #name(block: NodeJson): string {
    const numbered = this.#numberOf(block);
    if (numbered) return `(${referenceText(numbered)})`;
    const blocks = this.#section.document.content ?? [];
    const before = blocks
      .slice(0, blocks.indexOf(block))
      .map((each) => this.#numberOf(each))
      .findLast((each) => each?.kind === 'paragraph');
    const name = NAMES[block.type] ?? 'a block';
    return before ? `(${name} after ${referenceText(before)})` : `(${name})`;
  }

  #numberOf(block: NodeJson): Numbered | undefined {
    return this.#numbers.get(idOf(block) ?? '');
  }

  #error(kind: FindingKind, message: string, blockId: string | null = null): void {
    this.#add('error', kind, message, blockId);
  }

  #warn(kind: FindingKind, message: string, blockId: string | null = null): void {
    this.#add('warning', kind, message, blockId);
  }

  #add(level: Finding['level'], kind: FindingKind, message: string, blockId: string | null): void {
    const number = this.#numbers.get(this.#section.id)?.number;
    const name = number === undefined ? '' : number.startsWith('Annex') ? `${number} ` : `Section ${number} `;
    this.#findings.push({
      level,
      kind,
      message: `${name}“${this.#section.title}” ${message}`,
      sectionId: this.#section.id,
      blockId,
    });
  }
}

function visitRuns(node: NodeJson, visit: (run: NodeJson) => void): void {
  if (node.text !== undefined) visit(node);
  for (const child of node.content ?? []) visitRuns(child, visit);
}

function idOf(block: NodeJson): string | null {
  return typeof block.attrs?.id === 'string' && block.attrs.id !== '' ? block.attrs.id : null;
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
