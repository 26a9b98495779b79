import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { installDebianPackage, isExecutable, placesOnPath, runQuietly } from './debian-package.ts';

/** Names the browser to use; it wins over every other place, and a wrong path is an error, never a fallback. */
export const CHROMIUM_PATH_VARIABLE = 'CHROMIUM_PATH';

/** Set to `never`, keeps the tests from installing a browser. */
export const CHROMIUM_INSTALL_VARIABLE = 'CHROMIUM_INSTALL';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const usualPlaces = [
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base === undefined ? [] : [join(base, 'Google/Chrome/Application/chrome.exe')];
  }),
];

/**
 * The path of a Chromium that can be started, installed first where there is none: Debian's package when
 * root or a sudo without password can, otherwise Playwright's own build. Throws one sentence that says
 * what to install when neither works.
 */
export function findChromium(): string {
  const found = installedChromium();
  if (found !== undefined) return found;
  if (process.env[CHROMIUM_INSTALL_VARIABLE] !== 'never') {
    for (const install of [installDebianChromium, installPlaywrightBuild]) {
      if (!install()) continue;
      const installed = installedChromium();
      if (installed !== undefined) return installed;
    }
  }
  throw new Error(
    `No Chromium was found or could be installed: install the package "chromium" of your system, or set ${CHROMIUM_PATH_VARIABLE} to a Chromium or Chrome.`,
  );
}

/**
 * A headless browser that asks nothing of the outside. Chromium refuses to sandbox itself as root, so only
 * there is it started without its sandbox. The caller closes it.
 */
export function launchChromium(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: !isRoot,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

function installedChromium(): string | undefined {
  const named = process.env[CHROMIUM_PATH_VARIABLE];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`${CHROMIUM_PATH_VARIABLE} is "${named}", where no program is: correct it or unset it.`);
  }
  return [...placesOnPath(namesOnPath), ...usualPlaces, chromium.executablePath()].find(isExecutable);
}

function installDebianChromium(): boolean {
  return installDebianPackage('chromium', 'No Chromium here');
}

function installPlaywrightBuild(): boolean {
  console.log("No Chromium here: installing Playwright's own build.");
  const cli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
  return runQuietly([process.execPath, cli, 'install', 'chromium']);
}
