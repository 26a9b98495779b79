import type { PeerName } from './peers/peer.ts';
import type { Bound, Column, Figures, Scenario } from './scenarios/scenario.ts';
import { median, spread } from './statistics.ts';

/** Differences below this share are noise on a machine like those that this ran on. */
const NOISE = 0.25;

/** What every repetition measured, or why a peer could not be. */
export type Results = Map<PeerName, { repetitions: Figures[]; failures: string[] }>;

/** The table of one scenario: a row for each peer, medians; then its bounds, in words. */
export function tableOf(scenario: Scenario, results: Results): string {
  const medianOf = (peer: PeerName, figure: string): number =>
    acrossRepetitions(
      scenario.columns.find(({ key }) => key === figure)?.across ?? 'median',
      (results.get(peer)?.repetitions ?? []).map((figures) => figures[figure] ?? Number.NaN),
    );
  const rows = [['', ...scenario.columns.map(({ title }) => title)]];
  const notes: string[] = [];
  for (const [peer, { repetitions, failures }] of results) {
    const cells = scenario.columns.map(({ key, digits }) => cell(medianOf(peer, key), digits));
    rows.push([peer, ...cells]);
    if (repetitions.length === 0) notes.push(`${peer} was not measured.`);
    for (const why of failures) notes.push(`${peer}: ${why}`);
  }
  const repetitions = Math.max(...[...results.values()].map((result) => result.repetitions.length));
  return [
    `## ${scenario.name}`,
    `${scenario.about}. Medians of ${repetitions}.`,
    '',
    ...aligned(rows),
    '',
    ...scenario.bounds.map((bound) => `- ${verdictOn(bound, scenario, medianOf)}`),
    ...noiseOf(scenario, results),
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function acrossRepetitions(how: NonNullable<Column['across']>, values: number[]): number {
  if (values.length === 0) return Number.NaN;
  switch (how) {
    case 'median':
      return median(values);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'largest':
      return Math.max(...values);
  }
}

function verdictOn(
  { figure, must, limitName, limit }: Bound,
  scenario: Scenario,
  medianOf: (peer: PeerName, figure: string) => number,
): string {
  const column = scenario.columns.find(({ key }) => key === figure);
  const what = `${column?.title ?? figure}, ${must === 'reach' ? 'at least' : 'at most'} ${limitName}`;
  const ours = medianOf('rapporteur', figure);
  const bound = limit(medianOf);
  if (Number.isNaN(ours) || Number.isNaN(bound)) return `${what}: cannot be judged, not all was measured.`;
  const ratio = ours / bound;
  const holds = must === 'reach' ? ours >= bound : ours <= bound;
  const isClose = Math.abs(ratio - 1) < NOISE && bound !== 0;
  const digits = column?.digits ?? 2;
  const found = `${cell(ours, digits)} against ${cell(bound, digits)}`;
  const words = `${holds ? 'holds' : 'DOES NOT HOLD'}${isClose ? ' (within the noise)' : ''}`;
  return `${what}: ${found}${bound === 0 ? '' : `, ratio ${cell(ratio, 2)}`}: ${words}.`;
}

/** Where repetitions lie furthest apart: how much of the table to believe. */
function noiseOf({ columns }: Scenario, results: Results): string[] {
  let widest = { share: 0, where: '' };
  for (const [peer, { repetitions }] of results)
    for (const { key, title } of columns) {
      const share = spread(repetitions.map((figures) => figures[key] ?? Number.NaN));
      if (Number.isFinite(share) && share > widest.share) widest = { share, where: `${peer}, ${title}` };
    }
  if (widest.where === '') return [];
  return [`- Repetitions lie apart by up to ${Math.round(widest.share * 100)} % (${widest.where}).`];
}

function cell(value: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map(
    (row) =>
      `| ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join(' | ')} |`,
  );
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [lines[0] ?? '', rule, ...lines.slice(1)];
}
