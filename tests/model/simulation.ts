import { pino } from 'pino';
import { type Seeded, seeded } from '../support/seeded.ts';
import { type Action, FAIR, type Scene, troubles, work } from './actions.ts';
import { Bus } from './bus.ts';
import { addPeople, addSection, type Beginning, type Name } from './cast.ts';
import { inspectLogs, restlessness } from './ending.ts';
import { type BusMessage, Node, type Stage } from './node.ts';
import { Scheduler } from './scheduler.ts';
import { Tab } from './tab.ts';
import { Witness } from './witness.ts';
import { World } from './world.ts';

/** How a run ended: the first promise that was broken, what was done until then, and how often what came about. */
export type Outcome = { seed: number; broken: string | null; trace: string[]; counts: Map<string, number> };

const ACTIONS = 36;
/** How long everything may take to come to rest once nothing goes wrong any more, in ms. */
const REST_MS = 90_000;

/** Plays the run of a seed: people write in tabs on nodes while things go wrong, and then nothing does. */
export async function simulate(seed: number): Promise<Outcome> {
  const witness = new Witness();
  const random = seeded(seed);
  const scene = sceneOf(random, witness);
  const trace: string[] = [];
  const play = async ({ name, act }: Action) => {
    trace.push(`${scene.stage.scheduler.now} ms: ${name}`);
    witness.count(name);
    await act();
    for (let steps = random.pick([0, 0, 1, 2, 5, 12, 30]); steps > 0; steps -= 1)
      await scene.stage.scheduler.step();
  };

  const actions = [work(scene), ...troubles(scene).filter(() => random.chance(0.4))];
  for (let i = 0; i < ACTIONS && witness.broken.length === 0; i += 1) await play(draw(random, actions));
  if (witness.broken.length === 0) await end(scene);
  return { seed, broken: witness.broken[0] ?? null, trace, counts: witness.counts };
}

function sceneOf(random: Seeded, witness: Witness): Scene {
  const scheduler = new Scheduler(random.fork('scheduler'));
  const noise = random.chance(0.5)
    ? { lost: 0.3, doubled: 0.2, delayMs: 2000 }
    : { lost: 0, doubled: 0, delayMs: 20 };
  const world = new World(witness);
  addPeople(world);
  const sectionIds = random.pick([['a'], ['a'], ['a'], ['a', 'b']]);
  for (const id of sectionIds) addSection(world, id, beginning(random));
  const stage: Stage = {
    scheduler,
    random: random.fork('node'),
    world,
    weather: { ...FAIR },
    bus: new Bus<BusMessage>(scheduler, random.fork('bus'), noise),
    log: logTo(witness),
  };
  const nodes = Array.from({ length: random.pick([1, 2, 2, 2, 3]) }, () => new Node(stage));
  for (const node of nodes) node.start();
  const tabs = castOf(random).map(([userId, kind], i) => {
    const place = { nodes, sectionId: random.pick(sectionIds), stage };
    return new Tab(place, witness, userId, kind, random.fork(`tab ${i}`));
  });
  for (const tab of tabs) tab.connect();
  return { stage, witness, noise, nodes, tabs, random };
}

function beginning(random: Seeded): Beginning {
  if (random.chance(0.985)) return 'words';
  return random.pick(['long', 'long', 'long', 'many rows', 'too many rows']);
}

/** Two who write, and somebody who writes too, only reads, or does what may not be. */
function castOf(random: Seeded): [Name, Tab['kind']][] {
  const kind = () => random.pick(['ours', 'plain'] as const);
  const [third, ...more] = random.pick<Name[]>([['aya'], ['rua'], ['mal'], ['mal', 'mal'], ['rua', 'mal']]);
  const names: Name[] = ['aya', 'bo', ...(third ? [third] : []), ...more];
  return names.map((name) => [name, kind()]);
}

/** Nothing goes wrong any more: waits until everybody has everything, and looks whether it is the same. */
async function end(scene: Scene): Promise<void> {
  const { stage, witness, noise, nodes, tabs } = scene;
  const { scheduler, weather, world } = stage;
  Object.assign(weather, FAIR);
  Object.assign(noise, { lost: 0, doubled: 0, delayMs: 5 });
  for (const tab of tabs) {
    tab.isSlow = false;
    tab.link?.findOut();
  }
  const untilMs = scheduler.now + REST_MS;
  let restless: string | null = 'everything';
  while (restless && scheduler.now < untilMs && witness.broken.length === 0) {
    for (const node of nodes) node.start(); // also one that was just told to stop
    for (const tab of tabs) if (world.isMember(tab.userId)) tab.comeBack();
    await scheduler.until(scheduler.now + 250);
    restless = restlessness(scene);
  }
  if (restless) witness.breaks('SYNC1', `${REST_MS} ms after all was well there is no rest for ${restless}`);
  else inspectLogs(scene);
}

function draw(random: Seeded, actions: Action[]): Action {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  let at = random.next() * total;
  const drawn = actions.find(({ weight }) => {
    at -= weight;
    return at < 0;
  });
  return drawn ?? random.pick(actions);
}

const EXPECTED = [
  'a flush was not committed',
  'a text could not be built; trying again',
  'a text could not be sent; its client asks again',
];

/** What the product says of itself while it goes on: an error, unless it is of the database, is one of ours. */
function logTo(witness: Witness) {
  return pino(
    { level: 'error' },
    {
      write(line: string) {
        if (!EXPECTED.some((said) => line.includes(said))) witness.breaks('FAIL1', `the log says: ${line}`);
      },
    },
  );
}
