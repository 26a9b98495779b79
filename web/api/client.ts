import { hc } from 'hono/client';
import type { Api } from '../../api/app.ts';
import { refusalOf, unreachable } from './refusal.ts';

/** The API, typed by its own routes: `answerOf(api.reports.$get())`. Cookies go along, since it is our own origin. */
export const { api } = hc<Api>('/');

/** What {@link answerOf} needs of a response; routes with several answers give a union of these. */
type Answer = { ok: boolean; status: number; json(): Promise<unknown> };

type JsonOf<R> = R extends { json(): Promise<infer T> } ? T : never;

/**
 * Waits for an answer of {@link api} and returns its JSON (undefined where there is none).
 *
 * @throws DomainError as the server refused it, or `unavailable` when it cannot be reached; ServerFault when
 *   it failed in a way that it did not foresee.
 */
export async function answerOf<R extends Answer>(pending: Promise<R>): Promise<JsonOf<R>> {
  const response = await pending.catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw refusalOf(response.status, await response.json().catch(() => null));
  // What is typed is what Hono's route says it sends; one that answers 204 says that there is no JSON to read.
  const answer = response.status === 204 ? undefined : await response.json();
  return answer as JsonOf<R>;
}

/**
 * Sends JSON to an endpoint of better-auth, which is not part of the typed API. `path` is below /api/auth/.
 *
 * @throws like {@link answerOf}.
 */
export async function askAuth(path: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer: unknown = await answerOf(
    fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}
