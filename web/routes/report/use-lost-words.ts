import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** The editor draws its marks when it is ready. */
const SETTLE_MS = 500;

/**
 * Which of these threads, by id, are about words that are no longer in the text. What counts is the text on the
 * screen, reading or writing, so it is looked at again whenever that changes; and not while a newer one is on its
 * way, which may come after the thread about it.
 */
export function useLostWords(threadIds: readonly string[]): ReadonlySet<string> {
  const [lost, setLost] = useState<ReadonlySet<string>>(NONE);
  const ids = threadIds.join();
  const isOnItsWay = useIsFetching({ queryKey: ['section'] }) > 0;
  useEffect(() => {
    const text = document.querySelector('[data-report-column]');
    if (!text || isOnItsWay) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const missing = ids.split(',').filter((id) => id !== '' && markOf(id) === null);
      setLost((before) => (missing.join() === [...before].join() ? before : new Set(missing)));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, SETTLE_MS);
    };
    const observer = new MutationObserver(later);
    observer.observe(text, { childList: true, subtree: true });
    later();
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [ids, isOnItsWay]);
  return lost;
}

const NONE: ReadonlySet<string> = new Set();

/** The first mark of a thread in the text, reading or writing; null when its words are gone. */
export function markOf(threadId: string): HTMLElement | null {
  return document.querySelector(`.report-text [data-thread="${CSS.escape(threadId)}"]`);
}
