import { sideOf } from '../../../domain/document/comparison-sides.ts';
import { type NumberedSection, numberReport } from '../../../domain/document/numbering.ts';
import { type NodeJson, outlineOf } from '../../../domain/document/outline.ts';
import { sectionToHtml } from '../../../domain/document/to-html.ts';
import { anchorOf, type SectionView } from '../../../domain/document/to-html-inline.ts';
import { fileUrl } from '../report/report-data.ts';
import { isChanged, notesOn } from './block-changes.ts';
import { foldRuns } from './folding.ts';

/**
 * A stretch of a comparison in HTML. Where `fold` is given, only `brief` is shown until somebody asks for the
 * whole; `fold` says what is behind it.
 */
export type Piece = { key: string; html: string; fold: string | null; brief: string };

/** A comparison ready to show; each change has the attribute `data-change`, counted from 0. */
export type ComparisonView = { pieces: Piece[]; changes: number };

const SIZES = { context: 1, smallest: 3 };

/** How the section's text is numbered and linked when its document is `doc`: as in the report it stands in. */
export function viewOf(
  report: { id: string; sections: NumberedSection[] },
  sectionId: string,
  doc: NodeJson,
): SectionView {
  const sections = report.sections.map((section) =>
    section.id === sectionId ? { ...section, outline: outlineOf(doc) } : section,
  );
  return {
    kind: sections.find(({ id }) => id === sectionId)?.kind ?? 'body',
    numbers: numberReport(sections),
    fileUrl,
    href: (id, numbered) => {
      const anchor = numbered.kind === 'section' ? `section-${id}` : anchorOf(id, numbered.kind);
      return numbered.sectionId === sectionId && numbered.kind !== 'section'
        ? `#${anchor}`
        : `/reports/${report.id}#${anchor}`;
    },
  };
}

/** What is shown of a comparison: its changes in place, unchanged stretches folded. */
export function comparisonView(
  report: { id: string; sections: NumberedSection[] },
  sectionId: string,
  merged: NodeJson,
): ComparisonView {
  const now = viewOf(report, sectionId, sideOf(merged, 'to'));
  // What is gone keeps the number that it had.
  const before = viewOf(report, sectionId, sideOf(merged, 'from')).numbers;
  const html = sectionToHtml(merged, { ...now, numbers: new Map([...before, ...now.numbers]) });
  const template = document.createElement('template');
  // Only elements that sectionToHtml knows, everything in them escaped.
  template.innerHTML = html;

  const elements = [...template.content.children];
  const notes = elements.at(-1)?.matches('.footnotes') ? elements.pop() : undefined;
  const blocks = (merged.content ?? []).filter(({ type }) => type !== 'footnote');
  let changes = 0;
  const mark = (element: Element): void => {
    element.setAttribute('data-change', String(changes));
    element.setAttribute('tabindex', '-1');
    changes += 1;
  };

  const changed = elements.map((element, place) => {
    const block = blocks[place];
    // The footnotes of a table stand in it.
    const differs =
      (block && isChanged(block)) || element.querySelector('ins, del, .inserted, .deleted') !== null;
    if (!differs) return false;
    mark(element);
    for (const note of block ? notesOn(block) : []) element.append(noteElement(note, element));
    return true;
  });
  const pieces = foldRuns(changed, SIZES).map((run): Piece => {
    const count = run.to - run.from;
    return {
      key: `${run.from}`,
      html: outer(elements.slice(run.from, run.to)),
      fold: run.kind === 'folded' ? `${count} unchanged ${count === 1 ? 'paragraph' : 'paragraphs'}` : null,
      brief: '',
    };
  });
  return { pieces: notes ? [...pieces, notesPiece(notes, mark)] : pieces, changes };
}

/** The section's footnotes, of which only those that changed are shown. */
function notesPiece(notes: Element, mark: (element: Element) => void): Piece {
  const items = [...notes.querySelectorAll('li')];
  const isSame = (item: Element) =>
    !item.matches('.inserted, .deleted') && item.querySelector('ins, del') === null;
  const same = items.filter(isSame);
  for (const item of items) if (!isSame(item)) mark(item);
  const html = notes.outerHTML;
  const isWhole = same.length < SIZES.smallest;
  for (const item of same) item.remove();
  return {
    key: 'footnotes',
    html,
    fold: isWhole ? null : `${same.length} unchanged footnotes`,
    brief: same.length < items.length ? notes.outerHTML : '',
  };
}

function noteElement(text: string, block: Element): HTMLElement {
  const note = document.createElement(block.matches('ol, ul') ? 'li' : 'span');
  note.className = 'change-note';
  note.textContent = text;
  return note;
}

function outer(elements: Element[]): string {
  return elements.map((element) => element.outerHTML).join('');
}
