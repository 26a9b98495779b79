import '../report/report-text.css';
import './comparison.css';
import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDotsVertical } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type KeyGroup, useListedKeys } from '../../shell/key-register.ts';
import type { ComparisonView, Piece } from './comparison-html.ts';
import { HtmlPiece } from './HtmlPiece.tsx';
import styles from './VersionsPage.module.css';

const keyGroup: KeyGroup = {
  name: 'Comparison',
  bindings: [
    { keys: 'N', does: 'Next change' },
    { keys: 'P', does: 'Previous change' },
  ],
};

/** One text with what was added and removed in place, and the way from change to change. */
export function ComparedText({ view }: { view: ComparisonView }) {
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useListedKeys(keyGroup);

  const go = useCallback(
    (step: 1 | -1) => {
      if (view.changes === 0) return;
      const next =
        at === null ? (step === 1 ? 0 : view.changes - 1) : (at + step + view.changes) % view.changes;
      const target = place.current?.querySelector<HTMLElement>(`[data-change="${next}"]`);
      target?.scrollIntoView({ block: 'center' });
      target?.focus({ preventScroll: true });
      setAt(next);
    },
    [at, view.changes],
  );

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('input:not([type="radio"]), textarea, select')
      )
        return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (event.key === 'n') go(1);
      else if (event.key === 'p') go(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [go]);

  // A footnote or a paragraph that a link leads to may be folded: it opens before the browser goes there.
  useEffect(() => {
    const container = place.current;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
      const id = decodeURIComponent(link?.getAttribute('href')?.slice(1) ?? '');
      if (id === '' || document.getElementById(id)) return;
      const hidden = view.pieces.find(({ html }) => html.includes(` id="${id}"`));
      if (hidden) flushSync(() => setOpen((before) => withFold(before, hidden.key, true)));
    };
    container?.addEventListener('click', follow);
    return () => container?.removeEventListener('click', follow);
  }, [view]);

  return (
    <>
      {view.changes > 0 && (
        <div className={styles.walk}>
          <Button.Group>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconArrowUp size={16} stroke={1.6} aria-hidden />}
              onClick={() => go(-1)}
              aria-keyshortcuts="p"
            >
              Previous
            </Button>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconArrowDown size={16} stroke={1.6} aria-hidden />}
              onClick={() => go(1)}
              aria-keyshortcuts="n"
            >
              Next
            </Button>
          </Button.Group>
          <span role="status">
            {at === null
              ? `${view.changes} ${view.changes === 1 ? 'place' : 'places'} changed`
              : `Change ${at + 1} of ${view.changes}`}
          </span>
        </div>
      )}
      <div ref={place} className={styles.text}>
        {view.pieces.map((piece) => (
          <Stretch
            key={piece.key}
            piece={piece}
            isOpen={open.has(piece.key)}
            onFold={(isOpen) => setOpen(withFold(open, piece.key, isOpen))}
          />
        ))}
      </div>
    </>
  );
}

type StretchProps = { piece: Piece; isOpen: boolean; onFold: (isOpen: boolean) => void };

function Stretch({ piece, isOpen, onFold }: StretchProps) {
  if (piece.fold === null) return <HtmlPiece html={piece.html} />;
  return (
    <>
      {!isOpen && piece.brief !== '' && <HtmlPiece html={piece.brief} />}
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => onFold(!isOpen)}>
        <IconDotsVertical size={14} stroke={1.6} aria-hidden />
        {piece.fold}
        <span className={styles.foldWord}>{isOpen ? 'Fold' : 'Show'}</span>
      </button>
      {isOpen && <HtmlPiece html={piece.html} />}
    </>
  );
}

function withFold(open: ReadonlySet<string>, key: string, isOpen: boolean): ReadonlySet<string> {
  const next = new Set(open);
  if (isOpen) next.add(key);
  else next.delete(key);
  return next;
}
