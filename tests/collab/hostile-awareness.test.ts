import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attack, changes, suffer } from '../support/hostile/attack.ts';
import { badCarets } from '../support/hostile/bad-carets.ts';
import { carets } from '../support/hostile/bytes.ts';
import { Intruder } from '../support/hostile/intruder.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { until } from '../support/live.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test.each(badCarets.map((attack): [string, Attack] => [attack.name, attack]))(
  'GATE6 %s moves nobody’s caret',
  async (_name, attack) => {
    await suffer(scene, attack);
    const { reader, writer } = scene.pairs.here;
    expect(writer.provider.awareness.getStates().get(reader.ydoc.clientID)).toEqual(
      expect.objectContaining({ user: expect.objectContaining({ code: 'ROK' }) }),
    );
  },
);

/** What the bystander sees of a client; undefined: nothing. */
const seen = (client: number) => scene.pairs.here.reader.provider.awareness.getStates().get(client);

async function enter(): Promise<Intruder> {
  return Intruder.enter(scene.url, scene.sectionId, scene.people.writer);
}

test('GATE6 SEC3 a caret under a false name shows the true one', async () => {
  const intruder = await enter();
  const claim = { user: { userId: 'somebody-else', name: 'The Secretary-General', code: 'UN', tone: 9 } };
  intruder.send(carets([5, 1, JSON.stringify({ ...claim, cursor: 3 })]));
  await until(() => seen(5) !== undefined);
  expect(seen(5)).toMatchObject({ cursor: 3, user: { userId: scene.people.writer, code: 'JPN' } });
  intruder.leave();
  await until(() => seen(5) === undefined);
});

test('GATE6 of nine states of one socket the ninth is dropped and counted, and all go with the socket', async () => {
  const before = await scene.refusals();
  const intruder = await enter();
  const clients = Array.from({ length: 9 }, (_, i) => 100 + i);
  for (const client of clients) intruder.send(carets([client, 1, '{}']));
  await intruder.answer();
  await until(() => seen(107) !== undefined);
  expect(clients.filter((client) => seen(client))).toEqual(clients.slice(0, 8));
  expect(changes(before, await scene.refusals())).toEqual([['awareness', 1]]);
  intruder.leave();
  await until(() => clients.every((client) => !seen(client)));
});

test('GATE6 a caret with the last clock there is goes with its socket all the same', async () => {
  const intruder = await enter();
  intruder.send(carets([200, 2 ** 53 - 1, '{"cursor":1}']));
  await until(() => seen(200) !== undefined);
  intruder.leave();
  await until(() => seen(200) === undefined);
});

test('GATE6 a name of JavaScript in a state reaches nobody’s prototypes', async () => {
  const intruder = await enter();
  intruder.send(carets([300, 1, '{"__proto__":{"isAdmin":true},"cursor":2}']));
  await until(() => seen(300) !== undefined);
  expect({}).not.toHaveProperty('isAdmin');
  expect(seen(300)).toMatchObject({ cursor: 2, user: { userId: scene.people.writer } });
  intruder.leave();
  await until(() => seen(300) === undefined);
});
