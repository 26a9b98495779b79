import type { NodeJson } from '../../../domain/document/outline.ts';

/** Whether anything in a block of a comparison differs between the two versions. */
export function isChanged(node: NodeJson): boolean {
  if (node.attrs?.change) return true;
  if (node.marks?.some(({ type }) => type === 'insertion' || type === 'deletion')) return true;
  return node.content?.some(isChanged) ?? false;
}

/**
 * What a comparison's text does not show by itself about one of its blocks, in sentences: that it was moved,
 * and what of its attributes changed.
 */
export function notesOn(block: NodeJson): string[] {
  const { change, moved, was } = block.attrs ?? {};
  if (moved === true) return [change === 'deleted' ? 'Moved from here.' : 'Moved to here.'];
  if (change === 'inserted' || change === 'deleted') return [];
  const old = typeof was === 'object' && was !== null ? Object.entries(was) : [];
  const notes = old.flatMap(([name, before]) => attributeNote(name, before, block.attrs?.[name]));
  if (notes.length === 0 && block.content?.some(hasChangedAttributes))
    return ['The layout of its parts changed.'];
  return notes;
}

const NAMES: Record<string, string> = {
  caption: 'Caption',
  source: 'Source',
  alternative: 'Alternative text',
};

function attributeNote(name: string, before: unknown, now: unknown): string[] {
  switch (name) {
    case 'id':
      return [];
    case 'caption':
    case 'source':
    case 'alternative':
      return [`${NAMES[name]}: ${quoted(before)} before, ${quoted(now)} now.`];
    case 'numbered':
      return [
        now === false ? 'Numbered before, without a number now.' : 'Without a number before, numbered now.',
      ];
    case 'level':
      return [`A heading of level ${String(before)} before, of level ${String(now)} now.`];
    case 'file':
      return ['Another image before.'];
    default:
      return ['Its layout changed.'];
  }
}

function hasChangedAttributes(node: NodeJson): boolean {
  return node.attrs?.change === 'changed' || (node.content?.some(hasChangedAttributes) ?? false);
}

function quoted(value: unknown): string {
  return typeof value === 'string' && value !== '' ? `“${value}”` : 'none';
}
