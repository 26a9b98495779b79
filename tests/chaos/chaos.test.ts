import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';

/** Another run than the last one, and repeated by naming it. */
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000_000);

test('FAIL1 LOG1 LOG2 ten kills among people who write: what was seen and what was called saved stays', async () => {
  const said: string[] = [
    `seed ${seed}: repeat it with CHAOS_SEED=${seed}, or npm run chaos -- --seed ${seed}`,
  ];
  const result = await runCampaign({ seed, kills: 10, say: (line) => said.push(line) });
  const { violations, ...counts } = result;
  console.log(JSON.stringify(counts));
  expect(violations, said.join('\n')).toEqual([]);
  // That something was at stake.
  expect(result.seen).toBeGreaterThan(500);
  expect(result.saved).toBeGreaterThan(200);
}, 300_000);
