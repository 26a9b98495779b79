import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** What a process of ours would have printed, on either stream, for this one line. */
function logged(production: boolean, call: string): string {
  const script = `
    import { createLog } from ${JSON.stringify(path.join(root, 'log.ts'))};
    const log = createLog({ logLevel: 'info', production: ${production} });
    ${call}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe.each([true, false])('the log, in production: %s', (production) => {
  test('SEC6 says what happened and to which ids', () => {
    const line = logged(production, "log.info({ sectionId: 'abc' }, 'a section was opened');");
    expect(line).toContain('a section was opened');
    expect(line).toContain('abc');
  });

  test('SEC6 keeps out what was handed to it by mistake', () => {
    const line = logged(
      production,
      `log.warn({ token: 'hunter2', user: { password: 'hunter2' }, request: { headers: { cookie: 'hunter2' } } }, 'refused');`,
    );
    expect(line).toContain('refused');
    expect(line).not.toContain('hunter2');
  });

  test('SEC6 keeps out the row that an error of Postgres quotes, and keeps where it came from', () => {
    const line = logged(
      production,
      `log.error({ err: Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(hunter2)' }) }, 'failed');`,
    );
    expect(line).toContain('duplicate key');
    expect(line).toMatch(/at .*\d+:\d+/);
    expect(line).not.toContain('hunter2');
  });
});
