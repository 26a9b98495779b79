import './report-text.css';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { NodeJson, SectionOutline } from '../../../domain/document/outline.ts';
import { answerOf, api } from '../../api/client.ts';
import { useSignedIn } from '../../api/me.ts';
import type { ReportAround } from '../../editor/numbering-context.ts';
import { referenceTargets } from '../../editor/reference-targets.ts';
import { ValueStore } from '../../editor/value-store.ts';
import { useListedKeys } from '../../shell/key-register.ts';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import type { Composing } from './CommentComposer.tsx';
import { DeskBar } from './DeskBar.tsx';
import { goToFragment } from './going.ts';
import { KeptDraft } from './KeptDraft.tsx';
import { ReportContents } from './ReportContents.tsx';
import styles from './ReportDesk.module.css';
import { ReportSection } from './ReportSection.tsx';
import { fileUrl, type Report, takeOutline } from './report-data.ts';
import { reportKeys, writingKeys } from './report-keys.ts';
import { excerptsOf, NO_THREADS, useReportTexts } from './report-texts.ts';
import { SectionLine } from './SectionLine.tsx';
import { SectionText } from './SectionText.tsx';
import { SelectionButton } from './SelectionButton.tsx';
import { type ThreadFilter, ThreadMargin } from './ThreadMargin.tsx';
import { useDrafts } from './use-drafts.ts';
import { useSectionInView } from './use-in-view.ts';
import { markOf } from './use-lost-words.ts';
import { useReadingClicks } from './use-reading-clicks.ts';
import { useRecovery } from './use-recovery.ts';
import { useWriting } from './use-writing.ts';

// Most people read most of the time: the editor comes when somebody goes into a section.
const SectionEditor = lazy(() => import('../../editor/SectionEditor.tsx'));

/** The whole report on one page: contents, text, comments; and one section at a time open for writing. */
export function ReportDesk({ report, open }: { report: Report; open: string | null }) {
  const client = useQueryClient();
  const me = useSignedIn();
  const userId = me?.person.id ?? '';
  const mine = report.delegations.find(({ id }) => id === me?.person.delegation.id);
  const asked = report.sections.find(({ id }) => id === open);
  const { drafts, putAside, drop } = useDrafts(report.id, userId);
  const writing = useWriting(
    report.id,
    userId,
    asked?.id ?? null,
    asked?.may.write.allowed ? 'may' : 'may_not',
    putAside,
  );
  const recovered = useRecovery(report, userId, writing.open, putAside);
  const openSection = writing.open === null ? undefined : asked;
  const text = useReportTexts(report, writing.live);
  const inView = useSectionInView(report.sections.map(({ id }) => id).join());
  const [toolbarPlace, setToolbarPlace] = useState<HTMLElement | null>(null);
  const [margin, setMargin] = useState<'closed' | ThreadFilter>('closed');
  const [focused, setFocused] = useState<string | null>(null);
  const [composing, setComposing] = useState<Composing | null>(null);
  const [contents, setContents] = useState<'narrow-closed' | 'narrow-open'>('narrow-closed');
  useListedKeys(reportKeys);
  useListedKeys(openSection ? writingKeys : noKeys);

  // What the editor must know of the other sections; not told anew for its own letters.
  const [around] = useState(() => new ValueStore<ReportAround>({ sections: [], threads: new Map() }));
  const aroundKey = JSON.stringify([
    text.sections.map((section) => (section.id === open ? [section.id, section.kind] : section)),
    [...(text.threadStates.get(open ?? '') ?? [])],
  ]);
  const told = useRef('');
  useEffect(() => {
    if (told.current === aroundKey) return;
    told.current = aroundKey;
    around.set({ sections: text.sections, threads: text.threadStates.get(open ?? '') ?? NO_THREADS });
  });

  // An address within the page leads to its place once the text is there, and a section to write in to that.
  const [openAtFirst] = useState(open);
  const arrived = useRef(false);
  useEffect(() => {
    if (!text.isComplete || arrived.current) return;
    arrived.current = true;
    if (window.location.hash.length > 1) goToFragment(window.location.hash.slice(1));
    else if (openAtFirst !== null)
      // Without the focus, which is the text's.
      document
        .getElementById(`section-${openAtFirst}`)
        ?.scrollIntoView({ block: 'start', behavior: 'instant' });
  }, [text.isComplete, openAtFirst]);

  const compose = useCallback((selected: Composing) => {
    setComposing(selected);
    setMargin('open');
  }, []);
  const mayComment = useCallback(
    (sectionId: string) => report.sections.some(({ id, may }) => id === sectionId && may.comment.allowed),
    [report.sections],
  );
  const focusThread = useCallback(
    (threadId: string) => {
      const thread = text.threads.find(({ id }) => id === threadId);
      if (!thread) return;
      setMargin(thread.resolvedAt === null ? 'open' : 'resolved');
      setFocused(threadId);
    },
    [text.threads],
  );
  const mayWrite = useCallback(
    (sectionId: string) => report.sections.some(({ id, may }) => id === sectionId && may.write.allowed),
    [report.sections],
  );
  const onClick = useReadingClicks({
    report,
    numbers: text.numbers,
    mayWrite,
    onWrite: writing.enter,
    onThread: focusThread,
  });
  const titles = useMemo(
    () => new Map(report.sections.map(({ id, title }) => [id, title])),
    [report.sections],
  );
  const latestText = useRef(text);
  latestText.current = text;
  const targets = useCallback(
    (own: NodeJson) => {
      const { sections, texts } = latestText.current;
      return referenceTargets(
        sections,
        titles,
        excerptsOf([...texts.values().map(({ document }) => document), own]),
      );
    },
    [titles],
  );
  const paragraphs = text.sections.reduce(
    (sum, { kind, outline }) => sum + (kind === 'body' && !isBlank(outline) ? outline.paragraphs.length : 0),
    0,
  );

  return (
    <div className={styles.desk} data-margin={margin === 'closed' ? undefined : ''}>
      <ReportHeader report={report}>
        <span className={styles.count}>
          {counted(paragraphs, 'paragraph')} · {counted(text.words, 'word')}
        </span>
      </ReportHeader>
      <DeskBar
        section={openSection ?? report.sections.find(({ id }) => id === inView)}
        writing={writing}
        openThreads={text.threads.filter(({ resolvedAt }) => resolvedAt === null).length}
        isMarginOpen={margin !== 'closed'}
        toolbarRef={setToolbarPlace}
        onContents={() => setContents(contents === 'narrow-open' ? 'narrow-closed' : 'narrow-open')}
        onMargin={() => setMargin(margin === 'closed' ? 'open' : 'closed')}
      />
      <div className={styles.columns}>
        <div className={styles.contents} data-open={contents === 'narrow-open' || undefined}>
          <button type="button" className={styles.closeContents} onClick={() => setContents('narrow-closed')}>
            Close
          </button>
          <ReportContents
            report={report}
            numbers={text.numbers}
            inView={openSection?.id ?? inView}
            onGo={(id) => {
              setContents('narrow-closed');
              // In the address too, without a step in the history for each look around.
              window.history.replaceState(window.history.state, '', `#section-${id}`);
              goToFragment(`section-${id}`);
            }}
          />
        </div>
        {/* Every click has its key: links and marks are reached by Tab, writing by the section's button. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens for its links and marks */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
        <div className={styles.text} data-report-column="" onClick={onClick}>
          {drafts
            .filter(({ sectionId }) => !titles.has(sectionId))
            .map((draft) => (
              <div key={draft.id}>
                <p className={styles.ended}>{draft.title}: this section was removed from the report.</p>
                <KeptDraft draft={draft} onDrop={() => drop(draft.id)} />
              </div>
            ))}
          {report.sections.length === 0 && (
            <p className={styles.nothing}>
              This report has no section yet.{' '}
              {report.mayCoordinate ? (
                <Link to="/reports/$reportId/settings" params={{ reportId: report.id }}>
                  Add the first
                </Link>
              ) : (
                'A coordinator adds the first.'
              )}
            </p>
          )}
          {report.sections.map((section) => {
            const own = text.texts.get(section.id);
            const isOpen = section.id === openSection?.id;
            const note =
              writing.ended?.sectionId === section.id ? writing.ended.message : recovered[section.id];
            const number = text.numbers.get(section.id);
            const isEmpty =
              own !== undefined && isBlank(text.sections.find(({ id }) => id === section.id)?.outline);
            return (
              <ReportSection
                key={section.id}
                section={section}
                number={number}
                isWriting={isOpen}
                isEmpty={isEmpty}
                failure={text.failures.get(section.id)}
                onWrite={section.may.write.allowed ? () => writing.enter(section.id, null) : null}
                line={
                  <SectionLine report={report} section={section} mine={mine} digest={own?.digest ?? null} />
                }
                draft={
                  <>
                    {note !== undefined && (
                      <p className={styles.ended} role="status">
                        {note}
                      </p>
                    )}
                    {drafts
                      .filter(({ sectionId }) => sectionId === section.id)
                      .map((draft) => (
                        <KeptDraft key={draft.id} draft={draft} onDrop={() => drop(draft.id)} />
                      ))}
                  </>
                }
                text={
                  (isOpen && writing.isReady) || isEmpty
                    ? null
                    : own && (
                        <SectionText
                          document={own.document}
                          kind={section.kind}
                          numbers={text.numbers}
                          threads={text.threadStates.get(section.id) ?? NO_THREADS}
                          focusedThread={focused}
                        />
                      )
                }
                editor={
                  isOpen ? (
                    <Suspense fallback={null}>
                      <SectionEditor
                        key={`${section.id} ${writing.round}`}
                        section={{
                          id: section.id,
                          reportId: report.id,
                          title: section.title,
                          kind: section.kind,
                          label: `Text of ${number ? `section ${number.number}, ` : ''}${section.title}`,
                        }}
                        userId={userId}
                        around={around}
                        toolbarPlace={toolbarPlace}
                        startAt={writing.startAt.current}
                        fileUrl={fileUrl}
                        uploadPicture={async (file) =>
                          (
                            await answerOf(
                              api.reports[':id'].files.$post({ param: { id: report.id }, form: { file } }),
                            )
                          ).id
                        }
                        targets={targets}
                        onReady={() => writing.setReady(section.id)}
                        onSaving={(saving) => writing.saving.set(saving)}
                        onPeople={writing.setPeople}
                        onOutline={(outline) => writing.setLive({ sectionId: section.id, outline })}
                        onOutlineElsewhere={(told) => takeOutline(client, report.id, told)}
                        onComment={(selected) => compose({ ...selected, sectionId: section.id })}
                        onLeave={(document) => writing.leave(section.id, document)}
                        onEnded={(...ended) =>
                          void writing.onEnded(
                            { reportId: report.id, sectionId: section.id, title: section.title },
                            ...ended,
                          )
                        }
                      />
                    </Suspense>
                  ) : null
                }
              />
            );
          })}
        </div>
        {margin !== 'closed' && (
          <ThreadMargin
            report={report}
            threads={text.threads}
            filter={margin}
            onFilter={setMargin}
            focused={focused}
            onFocus={(id) => {
              setFocused(id);
              markOf(id)?.scrollIntoView({ block: 'nearest' });
            }}
            composing={composing}
            code={mine?.code ?? ''}
            onComposed={(id) => {
              setComposing(null);
              if (id) setFocused(id);
            }}
            onClose={() => {
              setMargin('closed');
              setComposing(null);
              setFocused(null);
            }}
          />
        )}
      </div>
      <SelectionButton mayComment={mayComment} onComment={compose} />
    </div>
  );
}

/** Nothing to read: no word, no table, no figure. A paragraph that somebody began may stand there. */
function isBlank(outline: SectionOutline | undefined): boolean {
  return !outline || (outline.words === 0 && outline.tables.length === 0 && outline.figures.length === 0);
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
}

const noKeys = { name: '', bindings: [] };
