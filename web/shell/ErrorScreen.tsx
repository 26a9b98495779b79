import { Button, Group } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { ServerFault, sentenceOf } from '../api/refusal.ts';
import { Page } from './Page.tsx';

/** How browsers and Vite call a screen's file that did not come. */
const NO_FILE = /dynamically imported module|module script|preload CSS/i;

/** Shown when a screen fails: first what happened to the text, then what to do, then how to find out why. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const reference = useMemo(newReference, []);
  const isForeseen = error instanceof DomainError || error instanceof ServerFault;
  const isFileMissing = error instanceof Error && NO_FILE.test(error.message);
  const again = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  if (isFileMissing && !navigator.onLine) return <NotLoaded onRetry={again} />;
  // A new version was installed while this one was open: the files that it would load are gone.
  const isOutdated = isFileMissing;
  if (!isForeseen) console.error(`Rapporteur ${reference}`, error);

  return (
    <Page title={isOutdated ? 'A newer version is installed' : 'This page stopped'} width="narrow">
      <p>
        <strong>Your text is safe:</strong> what was shown as saved is on the server, and what was not yet
        saved is kept on this device and sent when you open the report again.
      </p>
      <p role="alert">
        {isOutdated
          ? 'Reload to go on with it.'
          : isForeseen
            ? sentenceOf(error)
            : `Something unexpected happened here. If it happens again, give the administrator this number: ${reference}, with the time and what you did.`}
      </p>
      <Group>
        <Button onClick={() => window.location.reload()}>Reload</Button>
        {!isOutdated && (
          <Button variant="default" onClick={again}>
            Try again
          </Button>
        )}
      </Group>
    </Page>
  );
}

/** A screen that was never opened here needs the network once. It comes by itself when that is back. */
function NotLoaded({ onRetry }: { onRetry: () => void }) {
  useEffect(() => {
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [onRetry]);
  return (
    <Page title="Not here without a network" width="narrow">
      <p role="alert">
        You are offline, and this screen was not opened on this device before. It appears by itself when the
        network is back.
      </p>
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    </Page>
  );
}

/** Also written to the browser's console, beside the error itself. */
function newReference(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `W-${number.toString(36).toUpperCase().padStart(7, '0')}`;
}
