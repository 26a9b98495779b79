import type { KeyboardEvent } from 'react';

/**
 * Keys of a toolbar (ARIA's pattern): arrows go along its buttons, Home and End to its ends. The buttons that
 * are not the current one leave the Tab order as soon as one of them is gone to.
 */
export function roving(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  if (at === -1) return;
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const to =
    event.key === forward
      ? (at + 1) % buttons.length
      : event.key === backward
        ? (at - 1 + buttons.length) % buttons.length
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? buttons.length - 1
            : null;
  if (to === null) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = -1;
  const next = buttons[to];
  if (next) {
    next.tabIndex = 0;
    next.focus();
  }
}

/**
 * Leaves one of a toolbar's buttons in the Tab order: the one that it was, or else the first that can be pressed. To be
 * called whenever buttons may have come, or been disabled.
 */
export function keepOneStop(toolbar: HTMLElement): void {
  const buttons = [...toolbar.querySelectorAll('button')];
  const usable = buttons.filter(({ disabled }) => !disabled);
  const stop = usable.find((button) => button.getAttribute('tabindex') === '0') ?? usable[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}
