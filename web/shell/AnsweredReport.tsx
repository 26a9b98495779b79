import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answered } from './Answered.tsx';
import { Page } from './Page.tsx';

type AnsweredReportProps<T> = {
  query: UseQueryResult<T>;
  /** The screen's own name: its heading until the report's own can stand there. */
  screen: string;
  children: (report: T) => ReactNode;
};

/** A screen about one report; while the report is not there, or when it cannot be had, a page that says so. */
export function AnsweredReport<T>({ query, screen, children }: AnsweredReportProps<T>) {
  if (query.data !== undefined) return children(query.data);
  return (
    <Page title={screen}>
      <Answered query={query} what="the report">
        {() => null}
      </Answered>
    </Page>
  );
}
