import type { Page } from 'playwright-core';
import { textOf } from '../../domain/document/outline.ts';
import { type LiveServer, PASSWORD, until } from './live.ts';

/** The steps of the set-up that ask who and where, from the printed link on. */
export async function answerFirstTwoSteps(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill('Keiko Abe');
  await page.getByLabel('E-mail address').fill('keiko@jpn.example');
  await page.locator('input[name="new-password"]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Name of the workspace').fill('Drafting group');
  await page.getByLabel('Your delegation').selectOption('JPN');
  await page.getByRole('button', { name: 'Next' }).click();
}

/** Chooses the sample in the last step, and opens its report. Returns the report's id. */
export async function openSample(page: Page): Promise<string> {
  await page.getByLabel('With the sample workspace').check();
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('heading', { name: 'Reports' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: /^Sample report/ }).click();
  await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1) ?? '';
}

/** Writes a sentence into the first section where this person may, and waits until it is saved and in Postgres. */
export async function writeSentence(
  page: Page,
  server: LiveServer,
  reportId: string,
  sentence: string,
): Promise<{ id: string; title: string }> {
  const report = await (await page.request.get(`${server.url}/api/reports/${reportId}`)).json();
  const section = report.sections.find(
    ({ stage, may }: { stage: string; may: { write: { allowed: boolean } } }) =>
      stage === 'drafting' && may.write.allowed,
  );
  if (!section) throw new Error('the report has nothing to write in for its first reader');
  await page.getByRole('button', { name: `Write in ${section.title}` }).click();
  await page.locator('.ProseMirror p[data-id]').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(` ${sentence}`);
  await until(async () => {
    const answer = await page.request.get(`${server.url}/api/sections/${section.id}/text`);
    return textOf((await answer.json()).document).includes(sentence);
  });
  await page.locator('[data-saving="saved"]').waitFor();
  return section;
}
