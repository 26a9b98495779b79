import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { Numbered } from '../../../domain/document/numbering.ts';
import type { NodeJson, SectionKind } from '../../../domain/document/outline.ts';
import { sectionToHtml } from '../../../domain/document/to-html.ts';
import { anchorOf } from '../../../domain/document/to-html-inline.ts';
import { keepPlace } from '../../editor/keep-place.ts';
import { patch } from './live-html.ts';
import { fileUrl } from './report-data.ts';

export type ThreadStates = Map<string, 'open' | 'resolved'>;

type SectionTextProps = {
  document: NodeJson;
  kind: SectionKind;
  numbers: Map<string, Numbered>;
  /** The threads that this person may see; marks of others are not shown. */
  threads: ThreadStates;
  focusedThread: string | null;
};

/** A section's text to read. What changes is put in place without moving what is being read. */
export const SectionText = memo(function SectionText(props: SectionTextProps) {
  const { document: doc, kind, numbers, threads, focusedThread } = props;
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<string | null>(null);
  const html = useMemo(
    () =>
      sectionToHtml(doc, {
        kind,
        numbers,
        fileUrl,
        href: (id, numbered) =>
          numbered.kind === 'section' ? `#section-${id}` : `#${anchorOf(id, numbered.kind)}`,
      }),
    [doc, kind, numbers],
  );
  const marks = [...threads].map((entry) => entry.join()).join() + focusedThread;

  useLayoutEffect(() => {
    const container = place.current;
    const wanted = html + marks;
    if (!container || shown.current === wanted) return;
    const template = window.document.createElement('template');
    // Only elements that sectionToHtml knows, everything in them escaped.
    template.innerHTML = html;
    showThreads(template.content, threads, focusedThread);
    if (shown.current === null) container.replaceChildren(template.content);
    else keepPlace(() => patch(container, template.content));
    shown.current = wanted;
  }, [html, marks, threads, focusedThread]);

  return <div ref={place} className="report-text" />;
});

function showThreads(content: DocumentFragment, threads: ThreadStates, focused: string | null): void {
  for (const mark of content.querySelectorAll<HTMLElement>('mark[data-thread]')) {
    const id = mark.dataset.thread ?? '';
    const state = threads.get(id);
    if (!state) {
      mark.replaceWith(...mark.childNodes);
      continue;
    }
    mark.className = `thread-${state}${id === focused ? ' thread-focused' : ''}`;
  }
}
