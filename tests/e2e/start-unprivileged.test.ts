import { expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { answerFirstTwoSteps, openSample, writeSentence } from '../support/first-run.ts';
import { startLive, until } from '../support/live.ts';
import { nobody, whyNobodyCannotStart } from '../support/nobody.ts';

const unable = whyNobodyCannotStart();
if (unable !== null) console.log(`skipped: START1 in a browser as an unprivileged user: ${unable}`);

test.skipIf(unable !== null)(
  'START1 from the printed link to a saved sentence, on a server of an unprivileged user',
  async () => {
    const [server, browser] = await Promise.all([startLive({ uid: nobody }), launchChromium()]);
    try {
      await until(() => server.setUpLink !== '');
      const page = await browser.newPage();
      await answerFirstTwoSteps(page, server.setUpLink);
      const reportId = await openSample(page);
      await writeSentence(page, server, reportId, 'Typed where nobody is root.');
      await page.reload();
      await page.locator('.ProseMirror').getByText('Typed where nobody is root.').waitFor();
      expect(await page.locator('.ProseMirror').count()).toBe(1);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
