import { afterAll, beforeAll, describe, test } from 'vitest';
import { suffer } from '../support/hostile/attack.ts';
import { forgedUpdates } from '../support/hostile/forged-updates.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { unfitUpdates } from '../support/hostile/unfit-updates.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const named = <Attack extends { name: string }>(attacks: Attack[]) =>
  attacks.map((attack): [string, Attack] => [attack.name, attack]);

describe('what does not fit the document', () => {
  test.each(named(unfitUpdates))('GATE2 GATE6 %s is refused, and leaves no trace', (_name, attack) =>
    suffer(scene, attack),
  );
});

describe('what is forged', () => {
  test.each(named(forgedUpdates))('GATE2 GATE4 GATE6 %s leaves no trace', (_name, attack) =>
    suffer(scene, attack),
  );
});
