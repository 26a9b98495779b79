import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was when this was first drawn, once it goes away: for a window that is open
 * for as long as it is rendered, which Mantine's own way, made for one that stays and closes, does not help.
 */
export function useReturnedFocus(): void {
  // While drawing, and not in an effect: the window takes the focus before its parent's effects run.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After whatever closes the window has moved the focus itself, which then counts.
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
