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

/** Leaves one of a toolbar's buttons in the Tab order: the first. Given as its `ref`. */
export function oneStop(toolbar: HTMLElement | null): void {
  for (const [index, button] of [...(toolbar?.querySelectorAll('button') ?? [])].entries())
    button.tabIndex = index === 0 ? 0 : -1;
}
