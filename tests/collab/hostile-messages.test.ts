import { afterAll, beforeAll, test } from 'vitest';
import { type Attack, suffer } from '../support/hostile/attack.ts';
import { brokenMessages } from '../support/hostile/broken-messages.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test.each(brokenMessages.map((attack): [string, Attack] => [attack.name, attack]))(
  'GATE6 %s closes its own socket, and does nothing else',
  (_name, attack) => suffer(scene, attack),
);
