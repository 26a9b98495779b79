import { useEffect, useRef, useState } from 'react';
import type { Clearance } from './clearance-data.ts';
import { fullWords } from './tally.ts';

type Changed = { cells: ReadonlySet<string>; words: string };

const NOTHING: Changed = { cells: new Set(), words: '' };
const shownMs = 3_000;
/** More at once are not read out one by one. */
const mostSaid = 3;

/** The cells that changed while one looked at them, for a moment; `words` says it to a screen reader. */
export function useChangedCells(clearance: Clearance | undefined): Changed {
  const before = useRef<Map<string, string> | null>(null);
  const [changed, setChanged] = useState(NOTHING);

  useEffect(() => {
    if (clearance === undefined) return;
    const stages = new Map(clearance.sections.map(({ id, stage, title }) => [id, { stage, title }]));
    const states = new Map(clearance.delegations.map(({ id, shortName }) => [id, shortName]));
    const now = new Map<string, string>();
    const said: string[] = [];
    const cells = new Set<string>();
    for (const { sectionId, delegationId, position, standing } of clearance.cells) {
      const section = stages.get(sectionId);
      if (!section) continue;
      const key = `${sectionId} ${delegationId}`;
      const words = fullWords({ position, standing }, section.stage);
      now.set(key, `${words} ${position?.takenAt ?? ''}`);
      const old = before.current?.get(key);
      if (old === undefined || old === now.get(key)) continue;
      cells.add(key);
      said.push(`${states.get(delegationId)} on “${section.title}”: ${words}.`);
    }
    before.current = now;
    if (cells.size === 0) return;
    const words = said.length > mostSaid ? `${said.length} positions changed.` : said.join(' ');
    setChanged({ cells, words });
  }, [clearance]);

  useEffect(() => {
    if (changed === NOTHING) return;
    const timer = setTimeout(() => setChanged(NOTHING), shownMs);
    return () => clearTimeout(timer);
  }, [changed]);
  return changed;
}
