import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useSignedIn } from '../api/me.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Brand } from './Brand.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { useConnection } from './connection.ts';
import { type ShellKey, useShellKeys } from './hotkeys.ts';
import { isMac } from './is-mac.ts';
import { type KeyGroup, useListedKeys } from './key-register.ts';
import { PaletteEntry } from './PaletteEntry.tsx';
import styles from './Shell.module.css';
import { usePalette } from './use-palette.ts';

// Neither is part of the first load: both are asked for by hand.
const CommandPalette = lazy(() =>
  import('./CommandPalette.tsx').then((m) => ({ default: m.CommandPalette })),
);
const KeyList = lazy(() => import('./KeyList.tsx').then((m) => ({ default: m.KeyList })));

const shellKeys: KeyGroup = {
  name: 'Everywhere',
  bindings: [
    { keys: 'Mod+K', does: 'Find a report, section, paragraph, person or command' },
    { keys: '?', does: 'This list' },
    { keys: 'Esc', does: 'Close what is open' },
  ],
};

/** What stands around every screen for people who are signed in. */
export function Shell() {
  const me = useSignedIn();
  // Nothing else is open to somebody who must set up a second factor, the stream of signals neither.
  const isLed = me?.mustSetUpSecondFactor ?? false;
  const connection = useConnection(isLed ? 'closed' : 'open');
  const navigate = useNavigate();
  const palette = usePalette();
  const askForPalette = palette.ask;
  const [isKeyListOpen, setKeyListOpen] = useState(false);

  const onKey = useCallback(
    (key: ShellKey) => {
      if (key === 'keys') setKeyListOpen(true);
      else if (!isLed) askForPalette();
    },
    [askForPalette, isLed],
  );
  useShellKeys(onKey);
  useListedKeys(shellKeys);

  // The session ended while this screen was open: elsewhere, or because the person was removed.
  const isSignedOut = me === null;
  useEffect(() => {
    if (!isSignedOut) return;
    const from = window.location.pathname + window.location.search + window.location.hash;
    void navigate({ to: '/sign-in', search: { from, ended: 1 } });
  }, [isSignedOut, navigate]);
  // The workspace began to ask for a second factor while this screen was open.
  useEffect(() => {
    const { pathname, search, hash } = window.location;
    if (isLed && pathname !== '/account')
      void navigate({ to: '/account', search: { from: pathname + search + hash }, replace: true });
  }, [isLed, navigate]);
  if (me === null) return null;

  return (
    <>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.home}>
          <Brand />
          <span className={styles.workspace}>{me.workspace.name}</span>
        </Link>
        {!isLed && (
          <nav className={styles.nav} aria-label="Main">
            <Link to="/" activeOptions={{ exact: true }} className={styles.link}>
              Reports
            </Link>
            <Link to="/people" className={styles.link}>
              People
            </Link>
          </nav>
        )}
        <div className={styles.end}>
          {!isLed && (
            <button type="button" className={styles.search} onClick={() => onKey('palette')}>
              <IconSearch size={16} stroke={1.6} aria-hidden />
              <span className={styles.searchWord}>Find</span>
              <kbd className={styles.searchKey} aria-hidden>
                {isMac() ? '⌘ K' : 'Ctrl K'}
              </kbd>
            </button>
          )}
          <Tooltip label="Keys (?)">
            <ActionIcon
              className={styles.keysButton}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="Keys"
              onClick={() => onKey('keys')}
            >
              <IconKeyboard size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <AccountMenu me={me} />
        </div>
      </header>
      <ConnectionBanner connection={connection} />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      {palette.stage === 'asked' && <PaletteEntry palette={palette} />}
      <Suspense>{palette.stage !== 'never' && <CommandPalette palette={palette} />}</Suspense>
      <Suspense>{isKeyListOpen && <KeyList onClose={() => setKeyListOpen(false)} />}</Suspense>
    </>
  );
}
