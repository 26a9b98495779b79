/**
 * Runs `change`, which alters the page for somebody else's sake, and then scrolls so that what this person is
 * typing on, has selected, or reads at the top of the window stands where it stood. The browser's own scroll
 * anchoring holds the top of the window at best, and Safari has none.
 */
export function keepPlace(change: () => void): void {
  const anchor = placeHeld();
  const before = anchor?.();
  holdOffBrowser();
  change();
  const after = anchor?.();
  // Whatever motion the person likes: the text must seem not to have moved at all.
  if (before != null && after != null && Math.abs(after - before) >= 1)
    window.scrollBy({ top: after - before, behavior: 'instant' });
}

let holding: ReturnType<typeof setTimeout> | undefined;

/** Two anchorings would scroll twice: the browser's own comes back when there was no change for a while. */
function holdOffBrowser(): void {
  const { style } = document.documentElement;
  if (holding === undefined) style.setProperty('overflow-anchor', 'none');
  clearTimeout(holding);
  holding = setTimeout(() => {
    holding = undefined;
    style.removeProperty('overflow-anchor');
  }, HOLD_MS);
}

/** How long that is, in milliseconds: not for each letter, since the whole page is looked through at either end. */
const HOLD_MS = 500;

/** How to measure the place that must not move, in pixels from the top of the window; null when there is none. */
function placeHeld(): (() => number | null) | null {
  if (caretTop() !== null) return caretTop;
  const block = blockAtTop();
  return block && (() => (block.isConnected ? block.getBoundingClientRect().top : null));
}

function caretTop(): number | null {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const writes = document.activeElement instanceof HTMLElement && document.activeElement.isContentEditable;
  if (range.collapsed && !writes) return null;
  // A caret in an empty paragraph has no rectangle of its own.
  const node = range.startContainer;
  const rect = range.getClientRects()[0] ?? (node instanceof Element ? node.getBoundingClientRect() : null);
  return rect && rect.top >= 0 && rect.bottom <= window.innerHeight ? rect.top : null;
}

function blockAtTop(): Element | null {
  const text = document.querySelector('.report-text');
  if (!text) return null;
  const { left, width } = text.getBoundingClientRect();
  for (const share of [0.2, 0.35, 0.5, 0.65]) {
    const at = document.elementFromPoint(left + width / 2, window.innerHeight * share);
    const block = at?.closest('.report-text [data-id]');
    if (block) return block;
  }
  return null;
}
