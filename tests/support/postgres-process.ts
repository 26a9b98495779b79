/**
 * A Postgres that belongs to a process of its own, so that a test can kill both: `node postgres-process.ts
 * DATA_DIR [SETTINGS]`, settings of postgresql.conf as JSON. Prints its address in one line, and stops when its
 * standard input ends, as it does when the test that started it is gone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresSettings, startEmbedded } from '../../db/embedded.ts';
import { DomainError } from '../../domain/errors.ts';

const patienceMs = 30_000;

const [dataDir, settings = '{}'] = process.argv.slice(2);
if (dataDir === undefined) {
  console.error('Usage: node postgres-process.ts DATA_DIR [SETTINGS]');
  process.exit(2);
}
const postgres = await started(dataDir, JSON.parse(settings) as PostgresSettings); // the caller's own words
process.stdin.resume();
process.stdin.once('end', () => void postgres.stop());
console.log(postgres.url);

/** Back-ends that survive their postmaster for a moment keep the next one from starting. */
async function started(folder: string, chosen: PostgresSettings) {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await startEmbedded(folder, chosen);
    } catch (error) {
      if (!(error instanceof DomainError) || performance.now() > endMs) throw error;
      await delay(200);
    }
  }
}
