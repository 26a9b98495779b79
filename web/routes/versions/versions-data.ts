import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** The versions of a section, newest first, without their texts. */
export const versionsQuery = (sectionId: string) =>
  queryOptions({
    queryKey: keys.versions(sectionId),
    queryFn: () => answerOf(api.sections[':id'].versions.$get({ param: { id: sectionId } })),
  });

export type Version = Awaited<ReturnType<NonNullable<ReturnType<typeof versionsQuery>['queryFn']>>>[number];

/** One version with its text, which never changes. */
export const versionQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['version', versionId],
    queryFn: () => answerOf(api.versions[':id'].$get({ param: { id: versionId } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/**
 * The difference between two versions, the later one also `now`. That one is not asked for again by itself,
 * since a text that moves cannot be read; the page says when it is old.
 */
export const comparisonQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: keys.comparison(from, to),
    queryFn: () => answerOf(api.versions[':from'].compare[':to'].$get({ param: { from, to } })),
    staleTime: to === 'now' ? 0 : Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

export type Compared = Awaited<ReturnType<NonNullable<ReturnType<typeof comparisonQuery>['queryFn']>>>;

const REASONS: Record<Version['reason'], string> = {
  autosave: 'Kept by itself',
  named: 'Kept by hand',
  stage: 'At a change of stage',
  restore: 'Before a restore',
};

/** Why a version was kept, in words. */
export function reasonWords({ reason }: Pick<Version, 'reason'>): string {
  return REASONS[reason];
}

/** What a version is called: by its name, or else by why it was kept. */
export function versionTitle({ name, reason }: Pick<Version, 'name' | 'reason'>): string {
  return name ?? REASONS[reason];
}
