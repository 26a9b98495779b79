import { pino } from 'pino';
import { Registry } from 'prom-client';
import * as Y from 'yjs';
import { createMeters, type RefusalReason } from '../../../collab/meters.ts';
import type { Context } from '../../../db/context.ts';
import { changeText } from '../../../db/text/change.ts';
import { transact } from '../../../db/transaction.ts';
import { BODY } from '../../../domain/document/schema.ts';
import { startCollab } from '../collab.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { addSection, contextOn, makeSection, type SectionFixture } from '../section.ts';
import { Pair } from './bystanders.ts';
import { Intruder } from './intruder.ts';
import { watchSlowness } from './slowness.ts';

/** How often each reason was counted; those that were not are absent. */
export type Refusals = Partial<Record<RefusalReason, number>>;

/** The text of the block that no attack may change, which is the first. */
export const CANARY = 'Agreed words stand. 😀';

/** Somebody who wrote the canary and left: a person, and the client id that is theirs. */
type Absent = { userId: string; client: number };

/** One node with its Postgres, a section under attack and another, and in each two people who go on typing. */
export type Scene = {
  database: TestDatabase;
  url: string;
  sectionId: string;
  elsewhereId: string;
  /** A section that nobody is in. */
  quietId: string;
  /** Somebody who may write, and who never does; somebody who may only read. */
  people: { writer: string; reader: string };
  /** Adds somebody. */
  person: SectionFixture['person'];
  absent: Absent;
  /** A socket in the section under attack that keeps whatever it is sent. */
  witness: Intruder;
  pairs: { here: Pair; elsewhere: Pair };
  /** Every line of the node's log. */
  lines: string[];
  refusals(): Promise<Refusals>;
  /** The samples of one of the node's meters, added up. */
  meter(name: string): Promise<number>;
  /** Resolves when somebody's next key has arrived in both sections. */
  nextKeys(): Promise<void>;
  /** Waits for every key that was typed, prints how much slower they were than in quiet times, and ends all. */
  close(): Promise<void>;
};

/** Opens it, with everybody typing, and a while of it measured without any attack. */
export async function openScene(): Promise<Scene> {
  const database = await freshDatabase();
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const context = contextOn(database, log);
  const registry = new Registry();
  const server = await startCollab(context, createMeters(registry));

  const fixture = await makeSection(database.db);
  const { reportId, sectionId, delegations, person } = fixture;
  const author = await person('JPN', ['coordinator']);
  const elsewhereId = await addSection(database.db, { reportId, delegations, author }, 1);
  const quietId = await addSection(database.db, { reportId, delegations, author }, 2);
  const absent = await writeCanary(context, fixture, await person('ROK', ['drafter']));
  const people = {
    writer: await person('JPN', ['drafter']),
    reader: await person('NZL', ['observer']),
  };
  const two = async (): Promise<[string, string]> => [
    await person('JPN', ['drafter']),
    await person('ROK', ['drafter']),
  ];
  const pairs = {
    here: await Pair.sitDown(server.url, sectionId, await two()),
    elsewhere: await Pair.sitDown(server.url, elsewhereId, await two()),
  };
  const witness = await Intruder.enter(server.url, sectionId, await person('ROK', ['reviewer']));
  for (const pair of Object.values(pairs)) pair.start();
  const slowness = await watchSlowness(pairs);

  const meter = async (name: string) => registry.getSingleMetric(`rapporteur_collab_${name}`)?.get();
  return {
    database,
    url: server.url,
    sectionId,
    elsewhereId,
    quietId,
    people,
    person,
    absent,
    witness,
    pairs,
    lines,
    async refusals() {
      const counted = (await meter('refusals_total'))?.values ?? [];
      return Object.fromEntries(
        counted.filter(({ value }) => value > 0).map(({ labels, value }) => [labels.reason, value]),
      );
    },
    meter: async (name) => ((await meter(name))?.values ?? []).reduce((sum, { value }) => sum + value, 0),
    async nextKeys() {
      await Promise.all(Object.values(pairs).map((pair) => pair.next()));
    },
    async close() {
      try {
        console.log(await slowness.report());
        for (const pair of Object.values(pairs)) await pair.stop();
      } finally {
        for (const pair of Object.values(pairs)) pair.leave();
        witness.leave();
        await server.stop();
        await database.close();
      }
    },
  };
}

async function writeCanary(
  context: Context,
  { reportId, sectionId, delegations }: { reportId: string; sectionId: string; delegations: { ROK: string } },
  userId: string,
): Promise<Absent> {
  const person = { userId, delegationId: delegations.ROK };
  let client = 0;
  await transact(context, person, (action) =>
    changeText(action, { id: sectionId, reportId }, person, (ydoc) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.setAttribute('id', 'canary');
      paragraph.insert(0, [new Y.XmlText(CANARY)]);
      ydoc.getXmlFragment(BODY).insert(0, [paragraph]);
      client = ydoc.clientID;
    }),
  );
  return { userId, client };
}
