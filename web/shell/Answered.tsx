import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { sentenceOf } from '../api/refusal.ts';
import styles from './Answered.module.css';
import { Waiting } from './Waiting.tsx';

type AnsweredProps<T> = {
  query: UseQueryResult<T>;
  /** What is being fetched, for "Loading …" and "… could not be loaded". */
  what: string;
  children: (data: T) => ReactNode;
};

/**
 * What the server answered, or what stands in its place: nothing for the first moment, then lines of grey, or
 * why there is no answer and a way to ask again, or away from it. Once there was an answer it stays on the screen.
 */
export function Answered<T>({ query, what, children }: AnsweredProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <NoAnswer error={query.error} what={what} onRetry={() => query.refetch()} />;
  return <Waiting what={what} />;
}

type NoAnswerProps = { error: unknown; what: string; onRetry: () => void };

/** Why something is not here, and what can be done about it. */
export function NoAnswer({ error, what, onRetry }: NoAnswerProps) {
  const isFinal = error instanceof DomainError && (error.code === 'not_found' || error.code === 'forbidden');
  return (
    <div className={styles.noAnswer} role="alert">
      <p className={styles.title}>{isFinal ? 'Not here' : `${capital(what)} could not be loaded`}</p>
      <p>{sentenceOf(error)}</p>
      {isFinal ? (
        <p>
          <Link to="/">Go to your reports</Link>
        </p>
      ) : (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
