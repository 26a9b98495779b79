import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { CommentComposer, type Composing } from './CommentComposer.tsx';
import { layOut } from './margin-layout.ts';
import type { Report, Thread } from './report-data.ts';
import { ThreadCard } from './ThreadCard.tsx';
import styles from './ThreadMargin.module.css';
import { markOf, useLostWords } from './use-lost-words.ts';

const GAP = 8;

export type SectionThread = Thread & { sectionId: string };
export type ThreadFilter = 'open' | 'resolved';

type ThreadMarginProps = {
  report: Report;
  threads: SectionThread[];
  filter: ThreadFilter;
  onFilter: (filter: ThreadFilter) => void;
  focused: string | null;
  onFocus: (threadId: string) => void;
  composing: Composing | null;
  code: string;
  onComposed: (threadId: string | null) => void;
  onClose: () => void;
};

/** The threads beside the words they are about. On a narrow screen, a list over the text. */
export function ThreadMargin(props: ThreadMarginProps) {
  const { report, threads, filter, focused, composing } = props;
  const column = useRef<HTMLDivElement>(null);
  const shown = threads.filter((thread) => (thread.resolvedAt === null) === (filter === 'open'));
  const lost = useLostWords(shown.map(({ id }) => id));

  const arrange = useCallback(() => {
    const place = column.current;
    if (!place) return;
    const { top } = place.getBoundingClientRect();
    const cards = [...place.querySelectorAll<HTMLElement>('[data-card]')];
    const wanted = cards.map((card) => {
      const id = card.dataset.card ?? '';
      return { id, wanted: anchorTop(card.dataset) - top, height: card.offsetHeight };
    });
    const focusedCard = composing ? 'composer' : focused;
    for (const { id, top: at } of layOut(wanted, focusedCard, GAP)) {
      const card = cards.find(({ dataset }) => dataset.card === id);
      card?.style.setProperty('--top', `${at}px`);
    }
  }, [focused, composing]);

  // After every drawing: the words may have moved for any reason.
  useLayoutEffect(arrange);
  const current = composing ? 'composer' : focused;
  useEffect(() => {
    if (current === null) return;
    const card = column.current?.querySelector(`[data-card="${CSS.escape(current)}"]`);
    card?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  useEffect(() => {
    const observer = new ResizeObserver(arrange);
    const text = document.querySelector('[data-report-column]');
    if (text) observer.observe(text);
    for (const card of column.current?.querySelectorAll('[data-card]') ?? []) observer.observe(card);
    return () => observer.disconnect();
  });

  return (
    <aside className={styles.margin} aria-label="Comments">
      <div className={styles.top}>
        <SegmentedControl
          size="xs"
          aria-label="Which comments"
          data={[
            { value: 'open', label: 'Open' },
            { value: 'resolved', label: 'Resolved' },
          ]}
          value={filter}
          onChange={(value) => props.onFilter(value === 'resolved' ? 'resolved' : 'open')}
        />
        <button type="button" className={styles.close} onClick={props.onClose}>
          Close
        </button>
      </div>
      <div className={styles.column} ref={column}>
        {composing && (
          <Placed id="composer" block={composing.blockId} section={composing.sectionId}>
            <CommentComposer
              reportId={report.id}
              composing={composing}
              code={props.code}
              onClose={() => props.onComposed(null)}
              onOpened={props.onComposed}
            />
          </Placed>
        )}
        {shown.map((thread) => (
          <Placed key={thread.id} id={thread.id} block="" section={thread.sectionId}>
            <ThreadCard
              thread={thread}
              reportId={report.id}
              sectionId={thread.sectionId}
              isAnchored={!lost.has(thread.id)}
              isFocused={thread.id === focused}
              mayComment={report.sections.some(
                ({ id, may }) => id === thread.sectionId && may.comment.allowed,
              )}
              onFocus={() => props.onFocus(thread.id)}
            />
          </Placed>
        ))}
        {shown.length === 0 && !composing && (
          <p className={styles.none}>
            {filter === 'open'
              ? 'No open comments. Select words in the text to comment on them.'
              : 'No comments are resolved yet.'}
          </p>
        )}
      </div>
    </aside>
  );
}

type PlacedProps = { id: string; block: string; section: string; children: ReactNode };

function Placed({ id, block, section, children }: PlacedProps) {
  return (
    <div className={styles.placed} data-card={id} data-block={block} data-of={section}>
      {children}
    </div>
  );
}

function anchorTop({ card = '', block, of = '' }: DOMStringMap): number {
  const anchor =
    (block ? document.querySelector(`.report-text [data-id="${CSS.escape(block)}"]`) : markOf(card)) ??
    document.getElementById(`section-${of}`);
  return anchor?.getBoundingClientRect().top ?? 0;
}
