import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { EditorsInPage } from './editors-in-page.ts';

let bundle: Promise<string> | undefined;

/** As our own pages have it (`api/security.ts`): pasted styles must be understood under it. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="style-src 'self'">`;

/** A blank page with our editor in it, from the sources; see `editors-in-page.ts` for what it can do. */
export async function editorPage(browser: Browser): Promise<Page> {
  bundle ??= bundleHarness();
  const page = await browser.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.setContent(
    `<!doctype html><html lang="en"><head>${POLICY}<title>Editors</title></head><body></body></html>`,
  );
  await page.addScriptTag({ content: await bundle, type: 'module' });
  await page.waitForFunction(() => 'harness' in window);
  if (errors[0]) throw errors[0];
  return page;
}

/** Calls one function of the harness in the page. */
export async function inPage<K extends keyof EditorsInPage>(
  page: Page,
  name: K,
  ...args: Parameters<EditorsInPage[K]>
): Promise<Awaited<ReturnType<EditorsInPage[K]>>> {
  const result = await page.evaluate(
    // The page has the harness, whose type cannot cross into it.
    ([called, given]) =>
      (window as unknown as { harness: Record<string, (...all: unknown[]) => unknown> }).harness[called]?.(
        ...given,
      ) as never,
    [name, args] as [string, unknown[]],
  );
  return result;
}

async function bundleHarness(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('./editors-in-page.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'editors',
      },
    },
  });
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : [];
  const chunk = outputs.flatMap(({ output }) => output).find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('the editor was not bundled');
  return chunk.code;
}
