import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { insertionAt } from './insertion.ts';
import type { Report } from './report.ts';

/** What the rows need to be moved by mouse, finger, button or key. */
export type Reordering = {
  listRef: RefObject<HTMLOListElement | null>;
  /** The section under the pointer, and before which one (by index; the count for the end) it would go. */
  dragged: { sectionId: string; insertion: number } | null;
  /** Of the section whose move the server has not answered yet. */
  pendingId: string | null;
  error: unknown;
  /** For a screen reader: where something went. */
  announcement: string;
  moveBy: (sectionId: string, step: -1 | 1) => void;
  /** For the row's handle. */
  handle: (sectionId: string) => {
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
};

/** Moves sections. A row goes to its new place when the server has put it there, never before. */
export function useReordering(report: Report): Reordering {
  const { sections } = report;
  const listRef = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<Reordering['dragged']>(null);
  const [announcement, setAnnouncement] = useState('');
  const [refocus, setRefocus] = useState<string | null>(null);
  const client = useQueryClient();

  const move = useMutation({
    mutationFn: ({ sectionId, before }: { sectionId: string; before: string | null }) =>
      answerOf(api.sections[':id'].move.$post({ param: { id: sectionId }, json: { before } })),
    onSuccess: async (_answer, { sectionId }) => {
      await client.invalidateQueries({ queryKey: keys.report(report.id) });
      const now = client.getQueryData<Report>(keys.report(report.id))?.sections ?? [];
      const place = now.findIndex(({ id }) => id === sectionId);
      setAnnouncement(`${now[place]?.title ?? 'The section'} is now ${place + 1} of ${now.length}.`);
    },
  });

  // Moving a focused element in the document takes its focus away; whoever pressed the key goes on from there.
  useEffect(() => {
    if (refocus === null || move.isPending) return;
    listRef.current?.querySelector<HTMLElement>(`[data-handle="${refocus}"]`)?.focus();
    setRefocus(null);
  }, [refocus, move.isPending]);

  const moveTo = (sectionId: string, insertion: number) => {
    const from = sections.findIndex(({ id }) => id === sectionId);
    if (move.isPending || insertion === from || insertion === from + 1) return;
    move.mutate({ sectionId, before: sections[insertion]?.id ?? null });
  };
  const moveBy = (sectionId: string, step: -1 | 1) => {
    const from = sections.findIndex(({ id }) => id === sectionId);
    const insertion = step === -1 ? from - 1 : from + 2;
    if (insertion < 0 || insertion > sections.length) {
      setAnnouncement(step === -1 ? 'It is the first already.' : 'It is the last already.');
      return;
    }
    moveTo(sectionId, insertion);
  };

  const handle: Reordering['handle'] = (sectionId) => ({
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragged({ sectionId, insertion: sections.findIndex(({ id }) => id === sectionId) });
    },
    onPointerMove: (event) => {
      if (dragged?.sectionId !== sectionId || listRef.current === null) return;
      const rows = [...listRef.current.children].map((row) => row.getBoundingClientRect());
      setDragged({ sectionId, insertion: insertionAt(event.clientY, rows) });
    },
    onPointerUp: () => {
      if (dragged?.sectionId === sectionId) moveTo(sectionId, dragged.insertion);
      setDragged(null);
    },
    onPointerCancel: () => setDragged(null),
    onKeyDown: (event) => {
      if (event.key === 'Escape') setDragged(null);
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      setRefocus(sectionId);
      moveBy(sectionId, event.key === 'ArrowUp' ? -1 : 1);
    },
  });

  const pendingId = move.isPending ? move.variables.sectionId : null;
  return { listRef, dragged, pendingId, error: move.error, announcement, moveBy, handle };
}
