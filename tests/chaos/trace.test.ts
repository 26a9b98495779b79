import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { loadDocument } from '../../db/text/load.ts';
import { textOf } from '../../domain/document/outline.ts';
import { joinWorkspace, type LivePerson, makeReport, setUp } from '../support/live.ts';
import { type Nodes, startNodes } from '../support/nodes.ts';
import { readTrace } from '../support/trace.ts';
import { textAfter } from '../support/trace-oracle.ts';
import { type ReplayPlace, replayTrace } from '../support/trace-replay.ts';
import { logFaults } from './log-faults.ts';

/** `TRACE=whole` replays all of it, which takes a minute or more. */
const isWhole = process.env.TRACE === 'whole';
/** How many steps go to and fro while nothing rings: each takes as long as the poll, a second at most. */
const STEPS_BY_POLL = 4;

let nodes: Nodes;
let coordinator: LivePerson;

beforeAll(async () => {
  nodes = await startNodes();
  coordinator = await setUp(nodes.live);
});
afterAll(() => nodes.stop());

test('SYNC1 SYNC5 SYNC6 FAIL1 LOG1 a recording of two people, each on a node of their own that is killed, ends as recorded', async () => {
  const { redis } = nodes;
  const [one, two] = nodes.nodes;
  if (!one || !two) throw new Error('there are two nodes');
  const whole = readTrace();
  const steps = whole.steps.slice(0, isWhole ? whole.steps.length : redis ? 500 : 16);
  const end = textAfter({ steps });
  if (isWhole) expect(end).toBe(whole.endContent);

  const at = (part: number) => Math.floor(steps.length * part);
  const underWay: Promise<unknown>[] = [];
  /** What happens when somebody's edits are on the way, and may be anywhere. */
  const troubles = new Map<number, () => Promise<unknown>>([
    [at(0.3), () => one.kill().then(one.start)],
    [at(0.5), async () => redis?.kill()],
    [at(0.5) + STEPS_BY_POLL, async () => redis?.start()],
    [at(0.7), () => two.kill().then(two.start)],
  ]);
  const { sectionId } = await makeReport(coordinator);
  const texts = await replayTrace(
    { steps, endContent: end },
    {
      sectionId,
      people: [
        placeAt(one.clients.port, await joinWorkspace(nodes.live, coordinator, 'JPN', ['drafter'], 'A')),
        placeAt(two.clients.port, await joinWorkspace(nodes.live, coordinator, 'ROK', ['drafter'], 'B')),
      ],
      sent(step) {
        const trouble = troubles.get(step);
        if (trouble) underWay.push(trouble());
      },
    },
  );
  await Promise.all(underWay);
  expect(texts).toEqual([end, end]);
  expect(nodes.nodes.flatMap(({ crashes }) => crashes)).toEqual([]);

  const db = connect(nodes.postgres.url(), { poolSize: 1 });
  try {
    expect(textOf((await loadDocument(db, sectionId)).document)).toBe(end);
    expect(await logFaults(db, sectionId)).toEqual([]);
  } finally {
    await db.destroy();
  }
}, 600_000);

/** Where `person` connects, past the balancer. */
function placeAt(port: number, { cookie }: LivePerson): ReplayPlace {
  return { url: `ws://127.0.0.1:${port}/collab`, headers: { cookie, origin: nodes.url } };
}
