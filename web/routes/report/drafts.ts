import { type NodeJson, textOf } from '../../../domain/document/outline.ts';

/** Text that somebody typed and the server did not take: kept to be copied, until its author throws it away. */
export type Draft = {
  /** What happened to the text, in one or two sentences. */
  message: string;
  /** When, in milliseconds since 1970, by this device's clock. */
  at: number;
  /** The blocks that say something else than the section does now. */
  unsaved: string[];
  /** The whole section as its author had it. */
  whole: string;
};

/** Which blocks of `mine` say what no block of `theirs` says. Both are `doc` nodes of one section. */
export function draftOf(message: string, at: number, mine: NodeJson, theirs: NodeJson): Draft {
  const words = new Set((theirs.content ?? []).map(plainOf));
  const unsaved = (mine.content ?? []).filter((block) => {
    const text = plainOf(block);
    return text !== '' && !words.has(text);
  });
  return {
    message,
    at,
    unsaved: unsaved.map(plainOf),
    whole: (mine.content ?? []).map(plainOf).filter(Boolean).join('\n\n'),
  };
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

const storageKey = (userId: string, sectionId: string) => `rapporteur/draft/${userId}/${sectionId}`;

/** Keeps a draft on this device, so that a reload does not lose it. */
export function keepDraft(userId: string, sectionId: string, draft: Draft): void {
  try {
    localStorage.setItem(storageKey(userId, sectionId), JSON.stringify(draft));
  } catch {
    // The browser stores nothing (private window, full disk): the draft still stands on the screen.
  }
}

/** The draft kept for a section, or null. */
export function keptDraft(userId: string, sectionId: string): Draft | null {
  try {
    // Only keepDraft writes under this key.
    return JSON.parse(localStorage.getItem(storageKey(userId, sectionId)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

export function dropDraft(userId: string, sectionId: string): void {
  try {
    localStorage.removeItem(storageKey(userId, sectionId));
  } catch {
    // Nothing could be stored, so there is nothing to remove.
  }
}
