const ARRIVED_MS = 2500;

/** Scrolls to what an address's fragment names (without `#`) and marks it for a moment. False when it is not here. */
export function goToFragment(fragment: string): boolean {
  const id = decoded(fragment);
  // Both ways of naming a section lead to it.
  const target =
    document.getElementById(id) ?? document.getElementById(id.replace(/^s-/, 'section-')) ?? blockWith(id);
  if (!target) return false;
  target.scrollIntoView({ block: id.startsWith('section-') ? 'start' : 'center' });
  if (target.tabIndex >= -1 && target.hasAttribute('tabindex')) target.focus({ preventScroll: true });
  target.classList.add('arrived');
  setTimeout(() => target.classList.remove('arrived'), ARRIVED_MS);
  return true;
}

/** The block of an open editor, which has no `id` attributes of its own for headings and paragraphs. */
function blockWith(id: string): HTMLElement | null {
  const blockId = /^(?:p|fn)-(.+)$/.exec(id)?.[1];
  return blockId ? document.querySelector(`.report-text [data-id="${CSS.escape(blockId)}"]`) : null;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
