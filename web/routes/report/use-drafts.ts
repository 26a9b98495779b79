import { useCallback, useEffect, useState } from 'react';
import { deviceOf, type SectionName } from '../../editor/device.ts';
import { type Difference, type Draft, draftOf, isNothing, isSameDraft } from '../../editor/drafts.ts';

/** What this person did in the sections of a report and the server did not take, newest first. */
export function useDrafts(reportId: string, userId: string) {
  const [drafts, setDrafts] = useState<Draft[]>([]);

  useEffect(() => {
    let isGone = false;
    deviceOf(userId)
      .drafts()
      .then((stored) => {
        if (isGone) return;
        const known = stored.filter((draft) => draft.reportId === reportId);
        setDrafts((shown) => [
          ...shown.filter((draft) => !known.some(({ id }) => id === draft.id)),
          ...known,
        ]);
      })
      // The browser stores nothing: then it has no draft either.
      .catch(() => {});
    return () => {
      isGone = true;
    };
  }, [reportId, userId]);

  /** Puts `difference` aside for the person to copy. Null: nothing was lacking. */
  const putAside = useCallback(
    async (name: SectionName, message: string, difference: Difference): Promise<Draft | null> => {
      if (isNothing(difference)) return null;
      const draft: Draft = { ...draftOf(name, message, Date.now(), difference), kept: 'on_device' };
      const device = deviceOf(userId);
      const stored = await device.drafts().catch(() => []);
      const same = stored.find((other) => isSameDraft(other, draft));
      const kept = await (same ? Promise.resolve() : device.keepDraft(draft)).then(
        () => same ?? draft,
        (): Draft => ({ ...draft, kept: 'on_screen' }),
      );
      setDrafts((shown) => [kept, ...shown.filter((other) => !isSameDraft(other, kept))]);
      return kept;
    },
    [userId],
  );

  const drop = useCallback(
    (id: string) => {
      void deviceOf(userId)
        .dropDraft(id)
        .catch(() => {});
      setDrafts((shown) => shown.filter((draft) => draft.id !== id));
    },
    [userId],
  );

  return { drafts, putAside, drop };
}

export type Drafts = ReturnType<typeof useDrafts>;
