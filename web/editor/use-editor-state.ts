import type { Editor } from '@tiptap/core';
import { useRef, useSyncExternalStore } from 'react';

/**
 * Reads something off the editor, and draws again only when it is another: `read` must give a primitive, or
 * the same text for the same thing.
 */
export function useEditorState<T extends string | number | boolean>(
  editor: Editor,
  read: (editor: Editor) => T,
): T {
  const last = useRef<T | null>(null);
  return useSyncExternalStore(
    (listener) => {
      editor.on('transaction', listener);
      return () => {
        editor.off('transaction', listener);
      };
    },
    () => {
      // Between the end of an editor and the end of its toolbar there is nothing to read.
      if (editor.isDestroyed && last.current !== null) return last.current;
      last.current = read(editor);
      return last.current;
    },
  );
}
