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
  const url = `${server.url.replace('http', 'ws')}/collab`;
  const place = ({ cookie }: LivePerson) => ({ url, headers: { cookie, origin: server.url } });
  const texts = await replayTrace(trace, { sectionId, people: [place(japan), place(korea)] });
  expect(texts).toEqual([trace.endContent, trace.endContent]);

  await server.killAndRestart();
  const { body } = await coordinator.call('GET', `/api/sections/${sectionId}/text`);
  expect(textOf(body.document)).toBe(trace.endContent);
});
