import { useEffect, useRef, useState } from 'react';
import { deviceOf, type SectionName } from '../../editor/device.ts';
import type { Report } from './report-data.ts';
import type { Drafts } from './use-drafts.ts';

/**
 * On opening a report, looks for what this person typed into it and no server has confirmed: from a tab that was
 * closed while offline, say. It goes up where it may, and becomes a draft where it may not. `open` is the
 * section that is open for writing, which sees to its own. Returns what happened, in words, by section.
 */
export function useRecovery(
  report: Report,
  userId: string,
  open: string | null,
  putAside: Drafts['putAside'],
) {
  const [notes, setNotes] = useState<Record<string, string>>({});
  const latest = useRef({ report, open });
  latest.current = { report, open };

  useEffect(() => {
    const leaving = new AbortController();
    const recover = async (name: SectionName, typedAt: number) => {
      const section = latest.current.report.sections.find(({ id }) => id === name.sectionId);
      const when = new Date(typedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
      // Yjs and the editor's connection come only when there is something to recover.
      const { compareKept, sendKept } = await import('../../editor/recovering.ts');
      const mayWrite = section?.may.write;
      const outcome = await (mayWrite?.allowed ? sendKept : compareKept)(name, userId, leaving.signal);
      if (outcome.kind === 'saved') {
        setNotes((all) => ({ ...all, [name.sectionId]: `What you typed here on ${when} is saved now.` }));
        return;
      }
      const why =
        outcome.message ??
        (mayWrite
          ? `You can no longer write in this section. ${mayWrite.allowed ? '' : mayWrite.why}`
          : 'The section is no longer in this report.');
      const told = `What you typed here on ${when} could not be saved. ${why}`;
      const draft = await putAside(name, told.trim(), outcome.difference);
      // Where the draft could not be stored, the text stays, and is found again.
      if (draft?.kept !== 'on_screen') await outcome.forget();
    };
    const start = async () => {
      const marks = await deviceOf(userId).unsent();
      const mine = marks.filter(
        ({ reportId, sectionId }) => reportId === report.id && sectionId !== latest.current.open,
      );
      const newest = new Map(mine.sort((a, b) => a.at - b.at).map((mark) => [mark.sectionId, mark]));
      // Ended by leaving, by the session, by an old page: all stays as it is, for the next time.
      for (const { reportId, sectionId, title, at } of newest.values())
        recover({ reportId, sectionId, title }, at).catch(() => {});
    };
    // Where the browser stores nothing there is nothing to recover.
    start().catch(() => {});
    return () => leaving.abort();
  }, [report.id, userId, putAside]);

  return notes;
}
