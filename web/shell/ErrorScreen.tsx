import { Button, Group } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { ServerFault, sentenceOf } from '../api/refusal.ts';
import { Page } from './Page.tsx';

/** Shown when a screen fails: first what happened to the text, then what to do, then how to find out why. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const reference = useMemo(newReference, []);
  const isForeseen = error instanceof DomainError || error instanceof ServerFault;
  // A new version was installed while this one was open: the files that it would load are gone.
  const isOutdated =
    error instanceof Error && /dynamically imported module|module script/i.test(error.message);
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
          <Button
            variant="default"
            onClick={() => {
              reset();
              void router.invalidate();
            }}
          >
            Try again
          </Button>
        )}
      </Group>
    </Page>
  );
}

/** Also written to the browser's console, beside the error itself. */
function newReference(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `W-${number.toString(36).toUpperCase().padStart(7, '0')}`;
}
