import { useComputedColorScheme } from '@mantine/core';
import { useLayoutEffect } from 'react';

/**
 * While `mode` is `on`, the page is light whatever was chosen, and the shell with its names is away. What was
 * chosen is not touched, and is back afterwards.
 */
export function useProjector(mode: 'on' | 'off'): void {
  const chosen = useComputedColorScheme();
  useLayoutEffect(() => {
    if (mode === 'off') return;
    const root = document.documentElement;
    root.dataset.projector = '';
    root.dataset.mantineColorScheme = 'light';
    return () => {
      delete root.dataset.projector;
      root.dataset.mantineColorScheme = chosen;
    };
  }, [mode, chosen]);
}
