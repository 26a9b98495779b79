import { IconMessagePlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Composing } from './CommentComposer.tsx';
import styles from './SelectionButton.module.css';
import { blockText, selectedText } from './text-place.ts';

type Offer = { composing: Composing; top: number; left: number };

/**
 * Offers to comment on words selected in the reading view, beside them. Ctrl-Alt-M does the same, and where
 * nothing is selected comments on the paragraph whose number, or anything else in it, has the focus.
 */
export function SelectionButton({
  mayComment,
  onComment,
}: {
  mayComment: (sectionId: string) => boolean;
  onComment: (composing: Composing) => void;
}) {
  const [offer, setOffer] = useState<Offer | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const selection = document.getSelection();
      const isWriting =
        document.activeElement instanceof HTMLElement && document.activeElement.isContentEditable;
      const composing = isWriting ? null : selectedText(selection);
      if (!composing || !selection || !mayComment(composing.sectionId)) {
        setOffer(null);
        return;
      }
      const rect = selection.getRangeAt(0).getBoundingClientRect();
      setOffer({ composing, top: rect.bottom + window.scrollY + 6, left: rect.left + rect.width / 2 });
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, 120);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyM' || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const composing = selectedText(document.getSelection()) ?? blockText(document.activeElement);
      if (event.defaultPrevented || !composing || !mayComment(composing.sectionId)) return;
      event.preventDefault();
      onComment(composing);
    };
    document.addEventListener('selectionchange', later);
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', later);
      document.removeEventListener('keydown', onKey);
    };
  }, [mayComment, onComment]);

  if (!offer) return null;
  return (
    <button
      type="button"
      className={styles.button}
      style={{ insetBlockStart: offer.top, left: offer.left }}
      // The press must not take the selection away.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        setOffer(null);
        onComment(offer.composing);
      }}
    >
      <IconMessagePlus size={16} stroke={1.8} aria-hidden /> Comment
    </button>
  );
}
