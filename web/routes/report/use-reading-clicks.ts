import { notifications } from '@mantine/notifications';
import { type MouseEvent, useCallback } from 'react';
import type { Numbered } from '../../../domain/document/numbering.ts';
import type { TextPlace } from '../../editor/SectionEditor.tsx';
import { goToFragment } from './going.ts';
import type { Report } from './report-data.ts';
import { placeAt } from './text-place.ts';

type ReadingClicks = {
  report: Report;
  numbers: Map<string, Numbered>;
  mayWrite: (sectionId: string) => boolean;
  onWrite: (sectionId: string, at: TextPlace | null) => void;
  onThread: (threadId: string) => void;
};

/** What a click in the text does: a number copies its link, a reference leads there, a mark opens its thread, and words open the section. */
export function useReadingClicks({ report, numbers, mayWrite, onWrite, onThread }: ReadingClicks) {
  return useCallback(
    (event: MouseEvent<HTMLElement>) => {
      if (!(event.target instanceof Element) || event.defaultPrevented) return;
      const text = event.target.closest('.report-text');
      if (!text) return;
      const link = event.target.closest<HTMLAnchorElement>('a[href^="#"]');
      const fragment = link?.getAttribute('href')?.slice(1);
      if (link && fragment) {
        // With a modifier, the browser does what it does with links.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (link.matches('p > .number')) void copyLink(report.id, fragment, numbers.get(fragment.slice(2)));
        else goToFragment(fragment);
        return;
      }
      if (event.target.closest('a, button, input, textarea')) return;
      const thread = event.target.closest<HTMLElement>('[data-thread]')?.dataset.thread;
      if (thread) {
        onThread(thread);
        return;
      }
      if (text.matches('.writing') || document.getSelection()?.isCollapsed === false) return;
      const sectionId = text.closest<HTMLElement>('[data-section]')?.dataset.section;
      if (sectionId && mayWrite(sectionId)) onWrite(sectionId, placeAt(event.clientX, event.clientY));
    },
    [report.id, numbers, mayWrite, onWrite, onThread],
  );
}

async function copyLink(reportId: string, fragment: string, numbered: Numbered | undefined): Promise<void> {
  const address = `${window.location.origin}/reports/${reportId}#${fragment}`;
  const what = numbered ? `paragraph ${numbered.number}` : 'the paragraph';
  try {
    await navigator.clipboard.writeText(address);
    notifications.show({ message: `The link to ${what} is copied.`, autoClose: 2500 });
  } catch {
    notifications.show({ message: `The link to ${what}: ${address}`, autoClose: 20_000 });
  }
}
