import { describe, expect, it } from 'vitest';
import { compareDocuments } from '../../domain/document/diff.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { isChanged, notesOn } from '../../web/routes/versions/block-changes.ts';
import { foldRuns } from '../../web/routes/versions/folding.ts';
import { chosenPair } from '../../web/routes/versions/pair.ts';

const sizes = { context: 1, smallest: 3 };

/** `C` is a changed block, `.` one that is as before. */
function folded(blocks: string): string {
  return foldRuns(
    [...blocks].map((block) => block === 'C'),
    sizes,
  )
    .map(({ kind, from, to }) => (kind === 'folded' ? `[${to - from}]` : blocks.slice(from, to)))
    .join('');
}

describe('Folding what did not change', () => {
  const cases = [
    ['', ''],
    ['C', 'C'],
    ['CCC', 'CCC'],
    ['.....', '[5]'],
    ['..', '..'],
    ['.....C.....', '[4].C.[4]'],
    ['...C...', '...C...'],
    ['....C..C....', '[3].C..C.[3]'],
    ['C....C', 'C....C'],
    ['C.....C', 'C.[3].C'],
    ['C...........CC', 'C.[9].CC'],
  ] as const;
  it.each(cases)('VER2 %s is shown as %s', (blocks, shown) => {
    expect(folded(blocks)).toBe(shown);
  });

  it('WEB9 no block is left out or told twice, and none that changed is folded, whatever changed', () => {
    for (let bits = 0; bits < 2 ** 9; bits += 1) {
      const changed = Array.from({ length: 9 }, (_, place) => Boolean(bits & (1 << place)));
      const runs = foldRuns(changed, sizes);
      expect(runs.flatMap(({ from, to }) => places(from, to))).toEqual(places(0, 9));
      for (const { kind, from, to } of runs)
        if (kind === 'folded') expect(changed.slice(from, to)).not.toContain(true);
    }
  });
});

describe('What a comparison marks as changed', () => {
  const paragraph = (id: string, text: string, attrs: Record<string, unknown> = {}): NodeJson => ({
    type: 'paragraph',
    attrs: { id, numbered: true, ...attrs },
    content: [{ type: 'text', text }],
  });
  const changes = (from: NodeJson[], to: NodeJson[]) =>
    compareDocuments({ type: 'doc', content: from }, { type: 'doc', content: to }).document.content ?? [];

  it('VER2 a word, a whole paragraph or its number makes a change, and nothing else does', () => {
    const first = paragraph('aaaaaaaaaa', 'The Team recalls its mandate and its methods of work.');
    const second = paragraph('bbbbbbbbbb', 'Member States reported eleven interdictions at sea.');
    const edited = paragraph('bbbbbbbbbb', 'Member States reported twelve interdictions at sea.');
    expect(changes([first, second], [first, second]).map(isChanged)).toEqual([false, false]);
    expect(changes([first, second], [first, edited]).map(isChanged)).toEqual([false, true]);
    expect(changes([first, second], [first]).map(isChanged)).toEqual([false, true]);
    const bare = { ...second, attrs: { ...second.attrs, numbered: false } };
    const [, renumbered] = changes([first, second], [first, bare]);
    expect(renumbered && isChanged(renumbered)).toBe(true);
    expect(renumbered && notesOn(renumbered)).toEqual(['Numbered before, without a number now.']);
  });

  it('VER2 a paragraph that was carried elsewhere says so in both places', () => {
    const blocks = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc', 'dddddddddd'].map((id, place) =>
      paragraph(id, `Paragraph ${place} speaks of a matter of its own, number ${place * 17}.`),
    );
    const [carried, ...others] = blocks;
    if (!carried) throw new Error('there is a first block');
    expect(changes(blocks, [...others, carried]).flatMap(notesOn)).toEqual([
      'Moved from here.',
      'Moved to here.',
    ]);
  });
});

describe('Which two versions are compared', () => {
  const versions = [
    { id: 'c', digest: '3' },
    { id: 'b', digest: '2' },
    { id: 'a', digest: '1' },
  ];
  const cases = [
    { asked: {}, now: '4', pair: { from: 'c', to: 'now' } },
    // What was kept just now says nothing that the text does not.
    { asked: {}, now: '3', pair: { from: 'b', to: 'now' } },
    { asked: { from: 'a' }, now: '4', pair: { from: 'a', to: 'now' } },
    { asked: { to: 'b' }, now: '4', pair: { from: 'a', to: 'b' } },
    { asked: { to: 'a' }, now: '4', pair: { from: 'a', to: 'now' } },
    { asked: { from: 'c', to: 'a' }, now: '4', pair: { from: 'a', to: 'c' } },
    { asked: { from: 'b', to: 'b' }, now: '4', pair: { from: 'a', to: 'b' } },
    { asked: { from: 'gone', to: 'gone' }, now: '4', pair: { from: 'c', to: 'now' } },
  ];
  it.each(cases)('VER2 asked for $asked with the text at $now: $pair', ({ asked, now, pair }) => {
    expect(chosenPair(versions, now, asked)).toEqual(pair);
  });

  it('VER2 without a version there is nothing to compare', () => {
    expect(chosenPair([], '1', {})).toBeNull();
  });

  it('VER2 a lone version that says what the text says is still shown beside it', () => {
    expect(chosenPair([{ id: 'a', digest: '1' }], '1', {})).toEqual({ from: 'a', to: 'now' });
  });
});

function places(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
