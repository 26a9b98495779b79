import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '../../domain/document/outline.ts';
import {
  joinWorkspace,
  type LivePerson,
  type LiveServer,
  makeReport,
  setUp,
  startLive,
} from '../support/live.ts';
import { readTrace } from '../support/trace.ts';
import { replayTrace } from '../support/trace-replay.ts';

let server: LiveServer;
let coordinator: LivePerson;

beforeAll(async () => {
  server = await startLive();
  coordinator = await setUp(server);
});
afterAll(() => server.stop());

test('SYNC1 SYNC5 SYNC6 a recording of two people ends as recorded: on both screens and after a kill', async () => {
  const [japan, korea] = [
    await joinWorkspace(server, coordinator, 'JPN', ['drafter'], 'Hana Sato'),
    await joinWorkspace(server, coordinator, 'ROK', ['drafter'], 'Minjun Park'),
  ];
  const { sectionId } = await makeReport(coordinator);
  const trace = readTrace();
  const texts = await replayTrace(trace, {
    url: `${server.url.replace('http', 'ws')}/collab`,
    sectionId,
    headers: [
      { cookie: japan.cookie, origin: server.url },
      { cookie: korea.cookie, origin: server.url },
    ],
  });
  expect(texts).toEqual([trace.endContent, trace.endContent]);

  await server.killAndRestart();
  const { body } = await coordinator.call('GET', `/api/sections/${sectionId}/text`);
  expect(textOf(body.document)).toBe(trace.endContent);
});
