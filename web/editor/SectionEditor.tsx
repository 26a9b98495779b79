import './editor.css';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { NodeJson, SectionKind, SectionOutline } from '../../domain/document/outline.ts';
import type { OutlineOf } from '../../domain/protocol.ts';
import { readCaret } from './caret-first.ts';
import { type Presence, presenceOf } from './carets.ts';
import { goToCaption, insertFigure } from './commands.ts';
import { createEditor } from './create-editor.ts';
import { ensureParagraph } from './extensions.ts';
import { FindBar } from './FindBar.tsx';
import { keepPlace } from './keep-place.ts';
import { LinkDialog } from './LinkDialog.tsx';
import type { ReportAround } from './numbering-context.ts';
import { ReferencePicker, type Targets } from './ReferencePicker.tsx';
import type { Ending, Saving } from './saving.ts';
import { blockAt } from './section-doc.ts';
import { joinSection, type SectionRoom } from './section-room.ts';
import { Toolbar } from './Toolbar.tsx';
import type { ValueStore } from './value-store.ts';

// Loaded when somebody asks for it, with the mouse. What has a key is here at once, and takes what is typed next:
// while it was loaded, the text would.
const TableDialog = lazy(async () => ({ default: (await import('./TableDialog.tsx')).TableDialog }));

/** A place in a section's text: `offset` counts the block's characters, references included. */
export type TextPlace = { blockId: string; offset: number };

/** What somebody has selected to comment on; see the API's threads. */
export type SelectedText = { blockId: string; from: number; to: number; quote: string };

export type SectionEditorProps = {
  section: { id: string; reportId: string; title: string; kind: SectionKind; label: string };
  userId: string;
  around: ValueStore<ReportAround>;
  /** Where the toolbar and the find bar are drawn. */
  toolbarPlace: HTMLElement | null;
  /** Where the caret goes first; null for the start. */
  startAt: TextPlace | null;
  fileUrl: (id: string) => string;
  /** Stores a picture and gives the id of its file; rejects with a DomainError. */
  uploadPicture: (file: File) => Promise<string>;
  targets: Targets;
  /** The text is on the screen, and the reading view can go. */
  onReady: () => void;
  onSaving: (saving: Saving) => void;
  onPeople: (people: Presence[]) => void;
  onOutline: (outline: SectionOutline) => void;
  /** What has numbers in another section of the report is something else by now. */
  onOutlineElsewhere: (told: OutlineOf) => void;
  onComment: (selected: SelectedText) => void;
  /** The person leaves: with the text as they saw it last. */
  onLeave: (document: NodeJson) => void;
  /**
   * The server ended it. The room still has the text, can join again with it (for a change of rights that
   * leaves the right to write), or forget it.
   */
  onEnded: (ending: Ending, room: Pick<SectionRoom, 'ydoc' | 'rejoin' | 'discard'>) => void;
};

type Asked = 'link' | 'reference' | 'table' | 'find' | null;

/** One section open for writing, live with everybody else there. Loaded only when somebody goes into a section. */
export default function SectionEditor(props: SectionEditorProps) {
  const { section, userId, toolbarPlace, targets } = props;
  const place = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [room, setRoom] = useState<SectionRoom | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  // The editor lives longer than one drawing: it always tells the newest listeners.
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const sectionId = section.id;
    const { reportId, title } = latest.current.section;
    const room = joinSection({ reportId, sectionId, title }, userId);
    setRoom(room);
    let made: Editor | null = null;
    let isGone = false;
    const stops = [
      ...follow(room, latest, (may) => made && allowWriting(made, may)),
      room.beforeOthers(() => made && readCaret(made.view)),
    ];
    void room.ready.then(() => {
      if (isGone) return;
      const { kind, label } = latest.current.section;
      keepPlace(() => {
        made = createEditor({
          element,
          shared: { body: room.body, awareness: room.provider.awareness },
          sectionId,
          kind,
          label,
          around: latest.current.around,
          fileUrl: (id) => latest.current.fileUrl(id),
          onOutline: (outline) => latest.current.onOutline(outline),
          onImages: (files, pos) => made && void addPictures(made, files, pos, latest),
          onImagesLeftOut: (count) =>
            notifications.show({
              message: `${count === 1 ? 'A picture was' : `${count} pictures were`} left out. Upload pictures as figures, with their source.`,
            }),
          keys: {
            onBoldRefused: tellBoldRefused,
            onLink: () => setAsked('link'),
            onReference: () => setAsked('reference'),
            onFind: () => setAsked('find'),
            onComment: () => made && tellSelected(made, latest),
            onLeave: () => made && latest.current.onLeave(room.document()),
          },
        });
        latest.current.onReady();
      });
      if (!made) return;
      if (isOver(room.saving().ended)) allowWriting(made, 'read');
      ensureParagraph(made);
      putCaret(made, latest.current.startAt);
      setEditor(made);
    });
    return () => {
      isGone = true;
      for (const stop of stops) stop();
      setEditor(null);
      made?.destroy();
      room.leave();
    };
    // A room belongs to one section and one person; everything else is read when it is needed.
  }, [section.id, userId]);

  const leave = () => room && props.onLeave(room.document());

  return (
    <>
      <div ref={place} />
      <input
        ref={picture}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (editor) void addPictures(editor, files, null, latest);
        }}
      />
      {editor &&
        toolbarPlace &&
        createPortal(
          <>
            <Toolbar
              editor={editor}
              section={section.kind}
              place={toolbarPlace}
              asks={{
                onBoldRefused: tellBoldRefused,
                onLink: () => setAsked('link'),
                onReference: () => setAsked('reference'),
                onTable: () => setAsked('table'),
                onFind: () => setAsked('find'),
                onPicture: () => picture.current?.click(),
                onComment: () => tellSelected(editor, latest),
              }}
            />
            <Button size="compact-sm" variant="default" flex="none" onClick={leave}>
              Done
            </Button>
            {asked === 'find' && <FindBar editor={editor} onClose={() => setAsked(null)} />}
          </>,
          toolbarPlace,
        )}
      {editor && asked === 'link' && <LinkDialog editor={editor} onClose={() => setAsked(null)} />}
      {editor && asked === 'reference' && (
        <ReferencePicker editor={editor} targets={targets} onClose={() => setAsked(null)} />
      )}
      <Suspense>
        {editor && asked === 'table' && <TableDialog editor={editor} onClose={() => setAsked(null)} />}
      </Suspense>
    </>
  );
}

type Latest = { current: SectionEditorProps };

/** Passes on what the room tells; returns how to stop. */
function follow(room: SectionRoom, latest: Latest, allow: (may: 'write' | 'read') => void): (() => void)[] {
  const { awareness } = room.provider;
  let told = '[]';
  const tellSaving = () => latest.current.onSaving(room.saving());
  const tellPeople = () => {
    const people = [...awareness.getStates()]
      .filter(([client]) => client !== awareness.clientID)
      .map(([, state]) => presenceOf(state.user))
      .filter((presence) => presence !== null);
    const unique = [...new Map(people.map((each) => [each.userId, each])).values()];
    // Carets move with each letter; who is here does not.
    const key = JSON.stringify(unique);
    if (key !== told) latest.current.onPeople(unique);
    told = key;
  };
  awareness.on('change', tellPeople);
  tellSaving();
  room.onEnded((ending) => {
    // At once, before anything is asked: no more words go where they would be lost.
    if (isOver(ending)) allow('read');
    const rejoin = () => {
      allow('write');
      room.rejoin();
    };
    latest.current.onEnded(ending, { ydoc: room.ydoc, discard: room.discard, rejoin });
  });
  return [
    room.onSaving(tellSaving),
    room.onOutlineElsewhere((told) => latest.current.onOutlineElsewhere(told)),
    () => awareness.off('change', tellPeople),
  ];
}

/** Whether what is typed now would not get to the server, however long it is kept. */
function isOver(ending: Ending | null): boolean {
  return ending?.why === 'refused' || ending?.why === 'rights';
}

/** Lets write, or only read. The browser takes the focus from what can no longer be edited, and keys would scroll the page. */
function allowWriting(editor: Editor, may: 'write' | 'read'): void {
  const hadFocus = editor.view.hasFocus();
  editor.setEditable(may === 'write', false);
  if (hadFocus) editor.view.dom.focus({ preventScroll: true });
}

function putCaret(editor: Editor, at: TextPlace | null): void {
  const { state, view } = editor;
  const pos = at ? blockAt(state.doc, at.blockId) : null;
  const block = pos === null ? null : state.doc.nodeAt(pos);
  const inside =
    pos !== null && block?.isTextblock ? pos + 1 + Math.min(at?.offset ?? 0, block.content.size) : 0;
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(inside))));
  // ProseMirror's own focus keeps the page where it is.
  view.focus();
}

function tellSelected(editor: Editor, latest: Latest): void {
  const { $from, $to, empty } = editor.state.selection;
  const blockId: unknown = $from.parent.attrs.id;
  if (empty || !$from.parent.isTextblock || typeof blockId !== 'string') {
    notifications.show({ message: 'Select the words that you want to comment on.' });
    return;
  }
  // A comment stands within one paragraph: the one where the selection starts.
  const to = $from.sameParent($to) ? $to.parentOffset : $from.parent.content.size;
  const quote = $from.parent.textBetween($from.parentOffset, to);
  latest.current.onComment({ blockId, from: $from.parentOffset, to, quote });
}

function tellBoldRefused(): void {
  // Anew each time, so that it is heard again.
  notifications.hide('bold');
  notifications.show({ id: 'bold', message: 'Bold stands in recommendations only.' });
}

async function addPictures(editor: Editor, files: File[], pos: number | null, latest: Latest): Promise<void> {
  // Whoever went on writing while the picture was on its way is not taken away from it.
  const { dom } = editor.view;
  const wrote = new AbortController();
  dom.addEventListener('beforeinput', () => wrote.abort(), { once: true, signal: wrote.signal });
  for (const file of files) {
    const id = `upload-${file.name}`;
    notifications.show({ id, loading: true, autoClose: false, message: `Uploading ${file.name}…` });
    try {
      const fileId = await latest.current.uploadPicture(file);
      const at = editor.isDestroyed ? null : insertFigure(editor, fileId, pos ?? undefined);
      if (at !== null && file === files.at(-1) && !wrote.signal.aborted) goToCaption(editor, at);
      notifications.hide(id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notifications.update({
        id,
        loading: false,
        autoClose: 10_000,
        color: 'red',
        title: `${file.name} was not added`,
        message: why,
      });
    }
  }
}
