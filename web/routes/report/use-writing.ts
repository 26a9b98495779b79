import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { type NodeJson, outlineOf, type SectionOutline } from '../../../domain/document/outline.ts';
import { keys } from '../../api/keys.ts';
import { reportQuery } from '../../api/queries.ts';
import type { Presence } from '../../editor/carets.ts';
import type { SectionEditorProps, TextPlace } from '../../editor/SectionEditor.tsx';
import { SAVING_START, type Saving } from '../../editor/saving.ts';
import { ValueStore } from '../../editor/value-store.ts';
import { type Draft, draftOf, dropDraft, keepDraft, keptDraft } from './drafts.ts';
import { textQuery } from './report-data.ts';

/** How long after leaving a section its text is asked for again, in milliseconds: what was typed last is then there. */
const SETTLE_MS = 600;
const TOO_MANY_WAIT_MS = 5_000;

/**
 * Which section is open for writing, and what happens when it is left or ended. `asked` comes from the address,
 * so that a reload goes back into the section; `write` says whether this person may write there.
 */
export function useWriting(reportId: string, userId: string, asked: string | null, write: 'may' | 'may_not') {
  const client = useQueryClient();
  const navigate = useNavigate();
  const startAt = useRef<TextPlace | null>(null);
  const [ready, setReady] = useState<string | null>(null);
  // News of lost rights may come before the socket ends: the editor stays until what was typed is put aside.
  const open = asked !== null && (write === 'may' || ready === asked) ? asked : null;
  // Told with each letter: the page must not be drawn again for it.
  const [saving] = useState(() => new ValueStore<Saving>(SAVING_START));
  const [people, setPeople] = useState<Presence[]>([]);
  const [live, setLive] = useState<{ sectionId: string; outline: SectionOutline } | null>(null);
  // Counts the times that a section was joined afresh, to mount a new editor.
  const [round, setRound] = useState(0);
  const [drafts, setDrafts] = useState<Record<string, Draft | null>>({});
  // Writing that ended without anything lost: only told.
  const [ended, setEnded] = useState<{ sectionId: string; message: string } | null>(null);
  const [mustReload, setMustReload] = useState(false);

  const go = useCallback(
    (section: string | undefined) =>
      void navigate({
        to: '/reports/$reportId',
        params: { reportId },
        search: { section },
        replace: true,
        resetScroll: false,
        hashScrollIntoView: false,
      }),
    [navigate, reportId],
  );

  const enter = useCallback(
    (sectionId: string, at: TextPlace | null) => {
      startAt.current = at;
      saving.set(SAVING_START);
      setPeople([]);
      setReady(null);
      setEnded(null);
      go(sectionId);
    },
    [go, saving],
  );

  const leave = useCallback(
    (sectionId: string, text: NodeJson | null) => {
      if (text) {
        client.setQueryData(
          textQuery(sectionId).queryKey,
          (old) =>
            old && {
              ...old,
              // The same JSON, typed by what a response can hold.
              document: text as typeof old.document,
              outline: outlineOf(text),
              // The server's to tell; until then no position can be taken.
              digest: '',
            },
        );
        setTimeout(() => void client.invalidateQueries({ queryKey: keys.text(sectionId) }), SETTLE_MS);
      }
      setLive(null);
      setReady(null);
      go(undefined);
      // The keyboard goes on from the section that was left; where writing was ended, from the kept text.
      if (text) document.getElementById(`section-${sectionId}`)?.focus({ preventScroll: true });
    },
    [client, go],
  );

  /** The section as the server has it now; nothing when it cannot be asked. */
  const fetchTheirs = useCallback(
    (sectionId: string) =>
      client
        .fetchQuery({ ...textQuery(sectionId), staleTime: 0 })
        .then((text) => text.document as NodeJson) // JSON of our schema, as the server checked it
        .catch((): NodeJson => ({ type: 'doc' })),
    [client],
  );

  const putAside = useCallback(
    async (
      sectionId: string,
      message: string,
      theirs: NodeJson,
      room: Parameters<SectionEditorProps['onEnded']>[1],
    ) => {
      const draft = draftOf(message, Date.now(), room.document(), theirs);
      keepDraft(userId, sectionId, draft);
      setDrafts((all) => ({ ...all, [sectionId]: draft }));
      await room.discard();
    },
    [userId],
  );

  const onEnded = useCallback(
    async (sectionId: string, ...[{ why, message }, room]: Parameters<SectionEditorProps['onEnded']>) => {
      switch (why) {
        case 'signed_out':
          await client.invalidateQueries({ queryKey: keys.me });
          return;
        case 'must_reload':
          setMustReload(true);
          return;
        case 'too_many':
          setTimeout(room.rejoin, TOO_MANY_WAIT_MS);
          return;
        case 'refused':
          await putAside(
            sectionId,
            `Your last change was not saved. ${message ?? 'The server refused it.'}`,
            await fetchTheirs(sectionId),
            room,
          );
          setReady(null);
          setRound((count) => count + 1);
          return;
        case 'rights': {
          const [report, theirs] = await Promise.all([
            client.fetchQuery({ ...reportQuery(reportId), staleTime: 0 }).catch(() => null),
            fetchTheirs(sectionId),
          ]);
          const write = report?.sections.find(({ id }) => id === sectionId)?.may.write;
          if (write?.allowed) {
            room.rejoin();
            return;
          }
          const told = `You can no longer write in this section. ${message ?? write?.why ?? ''}`;
          const text = room.document();
          if (draftOf(told, Date.now(), text, theirs).unsaved.length > 0) {
            await putAside(sectionId, told, theirs, room);
            leave(sectionId, null);
            return;
          }
          await room.discard();
          setEnded({ sectionId, message: `${told} Everything that you typed is in the section.` });
          const wasWriting = document.activeElement?.matches('.writing, .writing *') ?? false;
          leave(sectionId, null);
          // The focus would be lost with the editor; wherever else it is, it stays.
          if (wasWriting) document.getElementById(`section-${sectionId}`)?.focus({ preventScroll: true });
        }
      }
    },
    [client, fetchTheirs, leave, putAside, reportId],
  );

  const draftFor = useCallback(
    (sectionId: string) => (sectionId in drafts ? (drafts[sectionId] ?? null) : keptDraft(userId, sectionId)),
    [drafts, userId],
  );
  const removeDraft = useCallback(
    (sectionId: string) => {
      dropDraft(userId, sectionId);
      setDrafts((all) => ({ ...all, [sectionId]: null }));
    },
    [userId],
  );

  return {
    open,
    /** The editor of the open section stands on the page. */
    isReady: open !== null && ready === open,
    startAt,
    saving,
    people,
    live: open !== null && live?.sectionId === open ? live : null,
    round,
    mustReload,
    ended,
    enter,
    leave,
    onEnded,
    draftFor,
    removeDraft,
    setReady,
    setPeople,
    setLive,
  };
}

export type Writing = ReturnType<typeof useWriting>;
