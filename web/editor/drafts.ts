import { type NodeJson, textOf } from '../../domain/document/outline.ts';
import type { SectionName } from './device.ts';

/** What somebody did to a section and the server did not take: kept to be copied, until its author throws it away. */
export type Draft = SectionName & {
  id: string;
  /** What happened to the text, in one or two sentences. */
  message: string;
  /** When, in milliseconds since 1970, by this device's clock. */
  at: number;
  /** The blocks that say something else than the section does now. */
  unsaved: string[];
  /** The blocks that its author had deleted, and which still stand in the section. */
  deleted: string[];
  /** How many more blocks differ in their form alone: emphasis, kind, level. */
  reshaped: number;
  /** The whole section as its author had it. */
  whole: string;
  /** `screen`: the browser stores nothing, and closing the page loses it. */
  kept: 'on_device' | 'on_screen';
};

/** What an author did that the section does not have. */
export type Difference = Pick<Draft, 'unsaved' | 'deleted' | 'reshaped' | 'whole'>;

/** What of `mine` is not in `theirs`, and the other way round. Both are `doc` nodes of one section. */
export function differenceBetween(mine: NodeJson, theirs: NodeJson): Difference {
  const said = new Set((theirs.content ?? []).map(plainOf));
  const byId = new Map((theirs.content ?? []).map((block) => [block.attrs?.id, block]));
  const blocks = mine.content ?? [];
  const ids = new Set(blocks.map((block) => block.attrs?.id));
  const unsaved = blocks.filter((block) => plainOf(block) !== '' && !said.has(plainOf(block)));
  return {
    unsaved: unsaved.map(plainOf),
    deleted: (theirs.content ?? [])
      .filter((block) => !ids.has(block.attrs?.id))
      .map(plainOf)
      .filter((text) => text !== '' && !blocks.some((block) => plainOf(block) === text)),
    reshaped: blocks.filter((block) => {
      const other = byId.get(block.attrs?.id);
      return other && plainOf(other) === plainOf(block) && shapeOf(other) !== shapeOf(block);
    }).length,
    whole: blocks.map(plainOf).filter(Boolean).join('\n\n'),
  };
}

/** Nothing was lost. */
export function isNothing({ unsaved, deleted, reshaped }: Difference): boolean {
  return unsaved.length === 0 && deleted.length === 0 && reshaped === 0;
}

/** A draft of `difference`, with a sentence that says what happened. */
export function draftOf(name: SectionName, message: string, at: number, difference: Difference): Draft {
  return { ...name, ...difference, id: crypto.randomUUID(), message, at, kept: 'on_screen' };
}

/** Whether two drafts hold the same, as when two tabs found it at once. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  const contents = ({ sectionId, unsaved, deleted, reshaped, whole }: Draft) =>
    JSON.stringify([sectionId, unsaved, deleted, reshaped, whole]);
  return contents(a) === contents(b);
}

/** What of a draft is worth copying, in the order of the text. */
export function lackingText({ unsaved, whole }: Draft): string {
  return unsaved.length > 0 ? unsaved.join('\n\n') : whole;
}

/** In words, what the section lacks: one sentence for each kind. */
export function lackingWords({ unsaved, deleted, reshaped }: Difference): string {
  const many = (count: number, one: string, more: string) =>
    count === 0 ? [] : [count === 1 ? one : `${count} ${more}`];
  const sentences = [
    ...many(
      unsaved.length,
      'One paragraph of yours is not in the section.',
      'paragraphs of yours are not in the section.',
    ),
    ...many(
      deleted.length,
      'One paragraph that you deleted still stands there.',
      'paragraphs that you deleted still stand there.',
    ),
    ...many(
      reshaped,
      'One paragraph does not have the form that you gave it.',
      'paragraphs do not have the form that you gave them.',
    ),
  ];
  return sentences.length > 0 ? sentences.join(' ') : 'Everything that you had typed is in the section.';
}

/** The text of a block with one line for each paragraph, item or row in it. */
export function plainOf(block: NodeJson): string {
  const children = block.content ?? [];
  const isText = children.every((child) => child.text !== undefined);
  if (isText) return [String(block.attrs?.caption ?? ''), textOf(block)].filter(Boolean).join('\n');
  const separator = block.type === 'tableRow' ? '\t' : '\n';
  const inside = children.map(plainOf).join(separator);
  return [String(block.attrs?.caption ?? ''), inside].filter(Boolean).join('\n');
}

/** A block for comparison: keys in one order, adjacent text joined where its marks are the same. */
function shapeOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
