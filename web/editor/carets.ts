import { toneColor, toneTextColor } from '../delegations/tones.ts';

/** Who somebody in the section is, as the server says: what a client claims is overwritten there. */
export type Presence = { userId: string; name: string; code: string; tone: number };

/** Reads a presence off an awareness state; null for what is none. */
export function presenceOf(user: unknown): Presence | null {
  if (typeof user !== 'object' || user === null) return null;
  const { userId, name, code, tone } = user as Record<string, unknown>; // each is looked at below
  if (typeof userId !== 'string' || typeof name !== 'string' || typeof code !== 'string') return null;
  return { userId, name, code, tone: typeof tone === 'number' ? tone : 0 };
}

/** A colleague's caret: a bar in the colour of the delegation, with its tag and the name while it moves. */
export function caretElement(user: unknown, client: number): HTMLElement {
  const presence = presenceOf(user);
  const caret = document.createElement('span');
  caret.className = 'caret';
  caret.dataset.client = String(client);
  // Read out as part of the text it would only disturb; who is here is told beside the section.
  caret.setAttribute('aria-hidden', 'true');
  caret.style.setProperty('--tone', toneColor(presence?.tone ?? 0));
  caret.style.setProperty('--tone-ink', toneTextColor(presence?.tone ?? 0));
  const label = document.createElement('span');
  label.className = 'caret-label';
  const tag = document.createElement('b');
  tag.textContent = presence?.code ?? '';
  const name = document.createElement('span');
  name.textContent = presence?.name ?? '';
  label.append(tag, name);
  caret.append(label);
  return caret;
}

/**
 * Shows the labels of the carets of `clients` in `text` afresh: each has moved. A label steps back by an animation
 * that began when its caret was drawn, and a caret that moves is not always drawn anew.
 */
export function showLabels(text: HTMLElement, clients: number[]): void {
  for (const client of clients) {
    const label = text.querySelector(`.caret[data-client="${client}"] .caret-label`);
    for (const animation of label?.getAnimations() ?? []) {
      animation.currentTime = 0;
      animation.play();
    }
  }
}

/** How a colleague's selection is shown. */
export function selectionAttributes(user: unknown): { class: string; style: string } {
  const presence = presenceOf(user);
  return { class: 'colleague-selection', style: `--tone: ${toneColor(presence?.tone ?? 0)}` };
}
