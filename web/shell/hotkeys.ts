import { useEffect } from 'react';

/** What the shell's own keys open. */
export type ShellKey = 'palette' | 'keys';

/**
 * Ctrl-K (⌘K) and `?`, wherever the focus is. A screen that uses one of them itself prevents the default, and is
 * left alone; `?` stays a question mark where one can type.
 */
export function useShellKeys(onKey: (key: ShellKey) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onKey('palette');
      } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        event.preventDefault();
        onKey('keys');
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [onKey]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
