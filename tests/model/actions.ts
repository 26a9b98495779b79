import { outlineOf } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { SectionStage } from '../../domain/workflow/stages.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Noise } from './bus.ts';
import { ROLES } from './cast.ts';
import { forge, insertText, write, writtenAs } from './forging.ts';
import type { Node, Stage } from './node.ts';
import type { Tab } from './tab.ts';
import { flood, typist } from './typing.ts';
import type { Witness } from './witness.ts';
import type { Weather } from './world-store.ts';

/** Everything that something can be done to in a run. */
export type Scene = {
  stage: Stage;
  witness: Witness;
  noise: Noise;
  nodes: Node[];
  tabs: Tab[];
  random: Seeded;
};

/** One thing that people do, or that befalls them. */
export type Action = { name: string; weight: number; act: () => void | Promise<void> };

/** How long a process is down, in ms. */
const DOWN_MS = [0, 200, 5000];

/** What people do in every run. */
export function work({ tabs, random }: Scene): Action {
  const change = typist(random);
  return {
    name: 'type',
    weight: 20,
    act: () => {
      const tab = random.pick(tabs);
      tab.type((ydoc) => change(ydoc, tab.userId));
    },
  };
}

/** What can go wrong; each run has only some of it, so that no trouble hides what another one brings to light. */
export function troubles(scene: Scene): Action[] {
  const { stage, nodes, tabs, random } = scene;
  const { world, weather, scheduler } = stage;
  const tab = () => random.pick(tabs);
  const action = (name: string, weight: number, act: Action['act']): Action => ({ name, weight, act });
  return [
    action('cut a network', 3, () => tab().link?.cut()),
    action('close or open a lid', 4, () => turnLid(tab())),
    action('reload a tab', 1, () => tab().reload(random.pick(['all', 'nothing']))),
    action('slow or hurry a tab', 3, () => {
      const one = tab();
      one.isSlow = !one.isSlow;
    }),
    action('crash a node', 2, () => {
      const node = random.pick(nodes);
      node.crash();
      startLater(scene, node);
    }),
    action('stop a node', 1, () => {
      const node = random.pick(nodes);
      void node.stop(scene.witness).then(() => startLater(scene, node));
    }),
    action('worsen or mend the database', 4, () => {
      if (weather.fails + weather.unknown > 0) Object.assign(weather, FAIR);
      else Object.assign(weather, random.pick(STORMS));
    }),
    action('lose or find the other thread', 1, () => {
      weather.thread = weather.thread > 0 ? 0 : 0.5;
    }),
    action('change a role', 2, () => changeRole(scene)),
    action('change a stage', 1, () => {
      const [sectionId] = random.pick([...world.sections]);
      world.setStage(sectionId, random.pick<SectionStage>(['drafting', 'clearance']));
      tellRights(scene);
    }),
    action('forge', 4, () => forgeSomething(scene)),
    action('change a text by the API', 2, () => changeText(scene)),
    action('hold a text', 1, () => {
      const [sectionId] = random.pick([...world.sections]);
      world.held.add(sectionId);
      scheduler.add('timer', world, () => world.held.delete(sectionId), random.int(1, 3000));
    }),
    action('make a text unwritable', 1, () => {
      const [sectionId] = random.pick([...world.sections]);
      world.unwritable.add(sectionId);
      scheduler.add('timer', world, () => world.unwritable.delete(sectionId), random.int(1, 8000));
    }),
    action('flood', 0.2, () => {
      const one = tab();
      one.type((ydoc) => flood(ydoc, random, one.userId, 270));
    }),
    action('pause', 1, () => scheduler.until(scheduler.now + random.pick([1500, 4000, 35_000]))),
  ];
}

/** A database that is reached, and a thread that works. */
export const FAIR: Weather = { fails: 0, unknown: 0, delayMs: 5, thread: 0 };

const STORMS = [
  { fails: 1, unknown: 0, delayMs: 5 },
  { fails: 0.3, unknown: 0.3, delayMs: 400 },
  { fails: 0, unknown: 0.5, delayMs: 50 },
];

function startLater({ stage: { scheduler }, random }: Scene, node: Node): void {
  scheduler.add('timer', node, () => node.start(), random.pick(DOWN_MS));
}

function turnLid(tab: Tab): void {
  tab.isOnline = !tab.isOnline;
  if (tab.isOnline) tab.connect();
  else tab.link?.cut();
}

function changeRole(scene: Scene): void {
  const { stage, tabs, random } = scene;
  const { userId } = random.pick(tabs);
  const roles = random.pick([ROLES[userId], ROLES[userId], [], null]);
  stage.world.setRoles(userId, roles);
  tellRights(scene);
}

/** Tells every node, unless it is not heard. */
function tellRights({ stage }: Scene): void {
  const about = { reportId: null, sectionId: null, visibleTo: null };
  stage.bus.publish({ signal: { kind: 'event', event: 'person.roles_changed', ...about } }, null);
}

/** Only who reads, and who is known for it, send what they may not: of everybody else no edit may be refused. */
function forgeSomething({ stage, tabs, random }: Scene): void {
  const strangers = tabs.filter(({ userId }) => userId === 'mal' || userId === 'rua');
  if (strangers.length === 0) return;
  const tab = random.pick(strangers);
  if (tab.userId === 'rua') write(tab, random);
  else forge(tab, stage.world.section(tab.sectionId).truth, random);
}

/** As the API changes a text: in one transaction with what is derived from it. */
function changeText({ stage: { world, bus, scheduler }, random }: Scene): void {
  const [sectionId, { truth }] = random.pick([...world.sections]);
  const client = random.int(1, 2 ** 32 - 1);
  truth.owners.set(client, 'coordinator');
  const update = writtenAs(client, truth.ydoc, (ydoc) => insertText(ydoc, 'by the API'));
  truth.append(update, 'coordinator', scheduler.now);
  const document = documentOf(truth.ydoc);
  world.writeDerived({ sectionId, head: truth.head, document, outline: outlineOf(document) });
  const signal = { kind: 'text', reportId: 'report', sectionId, head: truth.head } as const;
  bus.publish({ signal }, null);
}
