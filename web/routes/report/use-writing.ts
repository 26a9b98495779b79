import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { type NodeJson, outlineOf, type SectionOutline } from '../../../domain/document/outline.ts';
import { keys } from '../../api/keys.ts';
import { meQuery, reportQuery } from '../../api/queries.ts';
import type { Presence } from '../../editor/carets.ts';
import type { SectionName } from '../../editor/device.ts';
import type { SectionEditorProps, TextPlace } from '../../editor/SectionEditor.tsx';
import { SAVING_START, type Saving } from '../../editor/saving.ts';
import { ValueStore } from '../../editor/value-store.ts';
import { textQuery } from './report-data.ts';
import type { Drafts } from './use-drafts.ts';

/** How long after leaving a section its text is asked for again, in milliseconds: what was typed last is then there. */
const SETTLE_MS = 600;
/** How long to wait for the section as the server has it, before everything is put aside, in milliseconds. */
const ANSWER_MS = 15_000;
/**
 * When to come back, in milliseconds, drawn anew each time: to a server that had too much of this page, to one
 * that is being replaced by a newer version, and with a session that was renewed.
 */
const muchLaterMs = () => 50_000 + Math.random() * 20_000;
const replacedMs = () => 2_000 + Math.random() * 4_000;
const renewedMs = () => 500 + Math.random() * 1_000;

type Room = Parameters<SectionEditorProps['onEnded']>[1];

/**
 * Which section is open for writing, and what happens when it is left or ended. `asked` comes from the address,
 * so that a reload goes back into the section; `write` says whether this person may write there.
 */
export function useWriting(
  reportId: string,
  userId: string,
  asked: string | null,
  write: 'may' | 'may_not',
  putAside: Drafts['putAside'],
) {
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

  /** What of the room's text the section lacks, as the server has it now, put aside where it is anything. */
  const keepLacking = useCallback(
    async (name: SectionName, message: string, room: Room) => {
      // The editor is there, and with it the parts that this needs.
      const { differenceOf, readSection } = await import('../../editor/recovering.ts');
      // Where nobody answers any more, it is all put aside.
      const theirs = await readSection(name.sectionId, userId, AbortSignal.timeout(ANSWER_MS)).catch(
        () => null,
      );
      return putAside(name, message, differenceOf(room.ydoc, theirs));
    },
    [putAside, userId],
  );

  /** The person may no longer write there: what is lacking is put aside, and the section is left. */
  const stop = useCallback(
    async (name: SectionName, why: string, room: Room) => {
      const told = `You can no longer write in this section. ${why}`.trim();
      const draft = await keepLacking(name, told, room);
      await room.discard();
      const { sectionId } = name;
      const wasWriting = document.activeElement?.matches('.writing, .writing *') ?? false;
      if (!draft) setEnded({ sectionId, message: `${told} Everything that you typed is in the section.` });
      void client.invalidateQueries({ queryKey: keys.text(sectionId) });
      leave(sectionId, null);
      // The focus would be lost with the editor; wherever else it is, it stays. A draft takes it by itself.
      if (!draft && wasWriting)
        document.getElementById(`section-${sectionId}`)?.focus({ preventScroll: true });
    },
    [client, keepLacking, leave],
  );

  const onEnded = useCallback(
    async (name: SectionName, ...[{ why, message }, room]: Parameters<SectionEditorProps['onEnded']>) => {
      switch (why) {
        case 'signed_out': {
          const me = await client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => null);
          // The session was renewed, as by a new password in another tab. Otherwise the shell goes to the door.
          if (me?.signedIn && me.person.id === userId) setTimeout(room.rejoin, renewedMs());
          return;
        }
        case 'must_reload':
          setMustReload(true);
          return;
        case 'too_many':
          setTimeout(room.rejoin, muchLaterMs());
          return;
        case 'server_behind':
          setTimeout(room.rejoin, replacedMs());
          return;
        case 'refused':
        case 'rights': {
          const report = await client
            .fetchQuery({ ...reportQuery(reportId), staleTime: 0 })
            .catch(() => null);
          const may = report?.sections.find(({ id }) => id === name.sectionId)?.may.write;
          if (!may?.allowed) {
            await stop(name, may?.why ?? message ?? '', room);
            return;
          }
          if (why === 'rights') {
            room.rejoin();
            return;
          }
          await keepLacking(name, message ?? 'Your last change was not saved: the server refused it.', room);
          // Joined anew with the same text, it would be refused for ever.
          await room.discard();
          setReady(null);
          setRound((count) => count + 1);
        }
      }
    },
    [client, keepLacking, reportId, stop, userId],
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
    setReady,
    setPeople,
    setLive,
  };
}

export type Writing = ReturnType<typeof useWriting>;
