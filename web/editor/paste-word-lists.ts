import { PASTED_STYLE } from './paste-parsing.ts';

type Item = { paragraph: HTMLElement; level: number; tag: 'ol' | 'ul' };

/** Signs that Word, in its fonts of symbols, sets before the items of a bulleted list. */
const BULLETS = /^[·•o§\-–—▪■◦●○¨Øüv►]$/;

/**
 * Word has no lists in its HTML: it writes paragraphs with `mso-list:l0 level2 lfo1` and the number as text.
 * Neighbouring ones become one nested `ol` or `ul`, and the typed number goes. Changes `body`.
 */
export function wordListsToLists(body: HTMLElement): void {
  let group: Item[] = [];
  const close = () => {
    const [first] = group;
    if (first) first.paragraph.replaceWith(...listsOf(group));
    for (const { paragraph } of group) paragraph.remove();
    group = [];
  };
  for (const paragraph of body.querySelectorAll<HTMLElement>('p, h1, h2, h3, h4, h5, h6')) {
    const item = itemOf(paragraph);
    const last = group.at(-1)?.paragraph;
    if (!item || (last && last.nextElementSibling !== paragraph)) close();
    if (item) group.push(item);
    // Numbers typed into a heading by Word's outline numbering are ours to derive.
    else for (const marker of markersOf(paragraph)) marker.remove();
  }
  close();
}

function itemOf(paragraph: HTMLElement): Item | null {
  const style = paragraph.getAttribute(PASTED_STYLE) ?? '';
  const level = /mso-list:\s*\S+\s+level(\d+)/.exec(style)?.[1];
  if (!level || paragraph.tagName !== 'P') return null;
  const marker = markersOf(paragraph)
    .map((element) => element.textContent ?? '')
    .join('')
    .replace(/[\s\u00a0]/g, '');
  for (const element of markersOf(paragraph)) element.remove();
  return { paragraph, level: Math.min(6, Number(level)), tag: BULLETS.test(marker) ? 'ul' : 'ol' };
}

function markersOf(paragraph: HTMLElement): Element[] {
  return [...paragraph.querySelectorAll(`[${PASTED_STYLE}]`)].filter((element) =>
    /mso-list:\s*ignore/i.test(element.getAttribute(PASTED_STYLE) ?? ''),
  );
}

function listsOf(items: Item[]): HTMLElement[] {
  const lists: HTMLElement[] = [];
  const open: { level: number; list: HTMLElement }[] = [];
  for (const { paragraph, level, tag } of items) {
    while ((open.at(-1)?.level ?? 0) > level) open.pop();
    let current = open.at(-1);
    if (current && current.level === level && current.list.tagName.toLowerCase() !== tag) {
      open.pop();
      current = open.at(-1);
    }
    if (!current || current.level < level) {
      const list = paragraph.ownerDocument.createElement(tag);
      const parent = current?.list.lastElementChild;
      if (parent) parent.append(list);
      else lists.push(list);
      current = { level, list };
      open.push(current);
    }
    const li = paragraph.ownerDocument.createElement('li');
    const p = paragraph.ownerDocument.createElement('p');
    p.append(...paragraph.childNodes);
    li.append(p);
    current.list.append(li);
  }
  return lists;
}
