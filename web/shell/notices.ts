import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { sentenceOf } from '../api/refusal.ts';
import { Notice } from './Notice.tsx';

/** What can still be done about what was just done. */
export type NoticeAction = { label: string; run: () => void };

/** Long enough to read it twice and reach for the action; it also stops while the pointer is on it. */
const shownMs = 12_000;

/** Says at the foot of the window that something was done; a screen reader says it too. */
export function tellDone(message: string, action?: NoticeAction): void {
  const id = crypto.randomUUID();
  const close = () => notifications.hide(id);
  notifications.show({
    id,
    message: createElement(Notice, { message, action, onClose: close }),
    autoClose: shownMs,
    closeButtonProps: { 'aria-label': 'Close' },
  });
}

/** Says at the foot of the window why something was not done; it stays until it is closed. */
export function tellFailed(error: unknown): void {
  notifications.show({
    message: sentenceOf(error),
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close' },
  });
}
