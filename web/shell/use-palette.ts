import { useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * The palette of commands, from the key that asks for it until it is closed. `asked`: its stand-in takes what is
 * typed while its code is loaded and its window drawn; `open`: it has the focus itself.
 */
export type Palette = {
  stage: 'never' | 'closed' | 'asked' | 'open';
  query: string;
  setQuery: (query: string) => void;
  ask: () => void;
  /** Enter was pressed before there was anything to choose: the first match is gone to once there is. */
  enter: () => void;
  /** The palette's own field has the focus from here; says whether Enter was pressed before. */
  takeOver: () => 'entered' | 'typing';
  /** Gives the focus back to where it was, unless something else has it. */
  close: () => void;
};

/** See {@link Palette}. */
export function usePalette(): Palette {
  const [stage, setStage] = useState<Palette['stage']>('never');
  const [query, setQuery] = useState('');
  const before = useRef<Element | null>(null);
  const pressed = useRef<'entered' | 'typing'>('typing');

  const ask = useCallback(() => {
    const focused = document.activeElement;
    // At once, within the key's own event: the next letter must find the field.
    flushSync(() =>
      setStage((now) => {
        if (now === 'asked' || now === 'open') return now;
        before.current = focused;
        pressed.current = 'typing';
        return 'asked';
      }),
    );
  }, []);
  const enter = useCallback(() => {
    pressed.current = 'entered';
  }, []);
  const takeOver = useCallback(() => {
    setStage('open');
    return pressed.current;
  }, []);
  const close = useCallback(() => {
    setStage('closed');
    setQuery('');
    // After whatever was chosen has moved the focus itself, which then counts.
    setTimeout(() => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      const { current } = before;
      if (isLost && current instanceof HTMLElement && current.isConnected)
        current.focus({ preventScroll: true });
    });
  }, []);
  return useMemo(
    () => ({ stage, query, setQuery, ask, enter, takeOver, close }),
    [stage, query, ask, enter, takeOver, close],
  );
}
