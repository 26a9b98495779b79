import type { Browser, Page, WebSocket } from 'playwright-core';
import { textOf } from '../../domain/document/outline.ts';
import { type LivePerson, type LiveServer, until } from './live.ts';

/** A section of a report, by their ids. */
export type Place = { reportId: string; sectionId: string };

/** Opens the section for writing, which its address does for whoever may, in a window of that person's own. */
export async function openForWriting(
  server: LiveServer,
  browser: Browser,
  person: LivePerson,
  place: Place,
): Promise<Page> {
  const window = await person.window(browser);
  const page = await window.newPage();
  await writeIn(page, server, place);
  return page;
}

/** Goes into the section, in a page that is there. */
export async function writeIn(page: Page, server: LiveServer, { reportId, sectionId }: Place): Promise<void> {
  await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
  await page.locator('.ProseMirror').waitFor();
}

/** Types at the end of the section that is open. */
export async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.locator('.ProseMirror').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

/**
 * Takes the network away from a page and from all others of its window. A page is told of it a moment before its
 * sockets are stopped, and may have a new one by then: it is told again until it has none.
 */
export async function goOffline(page: Page): Promise<void> {
  const sockets = new Set<WebSocket>();
  const keep = (socket: WebSocket) => sockets.add(socket);
  page.on('websocket', keep);
  await page.context().setOffline(true);
  await until(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    return [...sockets].every((socket) => socket.isClosed());
  });
  page.off('websocket', keep);
}

/** The text on somebody's screen, a line a block, without the names at the carets. */
export function shownText(page: Page): Promise<string> {
  return page.locator('.ProseMirror > p').evaluateAll((blocks) =>
    blocks
      .map((block) => {
        const copy = block.cloneNode(true) as Element; // a clone is of its original's kind
        for (const caret of copy.querySelectorAll('.ProseMirror-widget')) caret.remove();
        return copy.textContent;
      })
      .join('\n'),
  );
}

/** Waits until the state of saving is told in these words, or in some that match. */
export async function waitForSaving(page: Page, words: string | RegExp): Promise<void> {
  await page.locator('[data-saving]').filter({ hasText: words }).waitFor();
}

/** A section's text as the server has it. */
export async function committedText(reader: LivePerson, sectionId: string): Promise<string> {
  const { body } = await reader.call('GET', `/api/sections/${sectionId}/text`);
  return textOf(body.document);
}
