import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../db/access.ts';
import { transact } from '../../db/transaction.ts';
import { type Client, type TestApi, testApi } from '../support/api.ts';

/** Somebody's open stream: the events that came, when, and whether it has ended. */
type Follower = { events: string[]; ended: boolean; stop(): Promise<void> };

async function follow(client: Client): Promise<Follower> {
  const response = await client.fetch('/api/stream');
  expect(response.headers.get('Content-Type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('the stream has no body');
  const follower: Follower = { events: [], ended: false, stop: () => reader.cancel() };
  let text = '';
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^event: signal\ndata: (.*)$/m.exec(text.slice(0, end))?.[1];
        if (data !== undefined) follower.events.push(JSON.parse(data).event);
        text = text.slice(end + 2);
      }
    }
    follower.ended = true;
  };
  read().catch(() => {
    follower.ended = true;
  });
  return follower;
}

describe('the stream', () => {
  let api: TestApi;
  let boss: Client;
  let japanese: Person;
  beforeAll(async () => {
    api = await testApi();
    boss = await api.client(await api.person('USA', ['coordinator']));
    japanese = await api.person('JPN', ['drafter']);
  });
  afterAll(() => api.close());

  test('EVT2 what one person does reaches the others within a second', async () => {
    const follower = await follow(await api.client(japanese));
    const began = performance.now();
    await boss.patch('/api/workspace', { name: 'New name' });
    await expect.poll(() => follower.events, { interval: 10 }).toEqual(['workspace.changed']);
    expect(performance.now() - began).toBeLessThan(1000);
    await follower.stop();
  });

  test('EVT2 an action that fails tells nobody', async () => {
    const follower = await follow(await api.client(japanese));
    const failing = transact(api.context, japanese, async (action) => {
      await action.record('report.changed');
      throw new Error('after the record');
    });
    await expect(failing).rejects.toThrow('after the record');
    await boss.patch('/api/workspace', { name: 'Another name' });
    await expect.poll(() => follower.events).toEqual(['workspace.changed']);
    await follower.stop();
  });

  test('REV2 what is for one delegation reaches nobody else', async () => {
    const [own, foreign] = [await follow(await api.client(japanese)), await follow(boss)];
    await transact(api.context, japanese, async (action) => {
      await action.record('thread.opened', { visibleTo: japanese.delegationId });
      await action.record('thread.replied');
    });
    await expect.poll(() => own.events).toEqual(['thread.opened', 'thread.replied']);
    await expect.poll(() => foreign.events).toEqual(['thread.replied']);
    await Promise.all([own.stop(), foreign.stop()]);
  });

  test('AUTH8 the stream of somebody removed ends', async () => {
    const leaving = await api.person('FRA', ['observer']);
    const [leaver, stayer] = [
      await follow(await api.client(leaving)),
      await follow(await api.client(japanese)),
    ];
    await boss.delete(`/api/people/${leaving.userId}`);
    await expect.poll(() => leaver.ended).toBe(true);
    expect(leaver.events).toEqual([]);
    await expect.poll(() => stayer.events).toEqual(['person.removed']);
    expect(stayer.ended).toBe(false);
    await stayer.stop();
  });

  test('AUTH3 signing out everywhere ends the streams of that person', async () => {
    const person = await api.person('CAN', ['observer']);
    const [laptop, phone] = [await api.client(person), await api.client(person)];
    const follower = await follow(phone);
    await laptop.post('/api/auth/revoke-sessions');
    await expect.poll(() => follower.ended).toBe(true);
  });
});
