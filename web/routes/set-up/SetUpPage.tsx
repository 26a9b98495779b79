import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { passwordRefusal } from '../../../domain/password.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { meQuery } from '../../api/queries.ts';
import { sentenceOf } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { useFragmentToken } from '../../forms/fragment-token.ts';
import { useLinkLook } from '../../forms/link-look.ts';
import { usePageTitle } from '../../shell/Page.tsx';
import { useOwnLocation } from '../../shell/use-own-location.ts';
import { Waiting } from '../../shell/Waiting.tsx';
import { AccountStep } from './AccountStep.tsx';
import { type Answers, NO_ANSWERS, STEPS, setUpRequest } from './answers.ts';
import styles from './SetUpPage.module.css';
import { StartStep } from './StartStep.tsx';
import { WorkspaceStep } from './WorkspaceStep.tsx';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Which question of the set-up this entry of the history shows; absent for the first. */
    setUpStep?: number;
  }
}

/** Where the link that the server prints leads: three questions, and the workspace is there. */
export function SetUpPage() {
  const token = useFragmentToken();
  const me = useQuery(meQuery);
  usePageTitle('Set up');

  if (token === null)
    return (
      <>
        <h1>This link is not complete</h1>
        <p>
          Open the set-up link as the server printed it when it started, with everything after the{' '}
          <code>#</code>.
        </p>
        {me.data?.signedIn !== true && <Link to="/sign-in">To the sign-in page</Link>}
      </>
    );
  if (me.data !== undefined && (me.data.signedIn || me.data.setUp))
    return (
      <>
        <h1>This is set up already</h1>
        <p>The set-up link works once. Everybody else comes in by an invitation.</p>
        <Link to="/">Go on</Link>
      </>
    );
  if (me.isPending) return <Waiting what="the set-up" />;
  return <CheckedLink key={token} token={token} />;
}

/** Asks nobody three questions whose link is refused in the end. */
function CheckedLink({ token }: { token: string }) {
  const look = useLinkLook(() => answerOf(api['set-up'].look.$post({ json: { token } })));
  if (look.isError)
    return (
      <>
        <h1>This set-up does not open</h1>
        <p role="alert">{sentenceOf(look.error)}</p>
        <Link to="/sign-in">To the sign-in page</Link>
      </>
    );
  if (look.data === undefined) return <Waiting what="the set-up" />;
  return <Questions token={token} />;
}

/**
 * Which question is shown: each is an entry of the history, so that the browser's Back leads to the one before. A
 * reload forgets the answers, since a password is kept nowhere, and begins with the first question again.
 */
function useStep(answers: Answers) {
  const { history } = useRouter();
  const { pathname, state } = useOwnLocation();
  const { token, setUpStep } = state;
  const at = answers.password === '' ? 0 : (setUpStep ?? 0);
  useEffect(() => {
    if (at === 0 && setUpStep !== undefined) history.replace(pathname, { token });
  }, [history, pathname, token, setUpStep, at]);
  const goTo = (step: number) => {
    if (step > at) history.push(pathname, { token, setUpStep: step });
    else if (step < at) history.go(step - at);
  };
  return { at, goTo };
}

function Questions({ token }: { token: string }) {
  const [answers, setAnswers] = useState<Answers>(NO_ANSWERS);
  const [weakness, setWeakness] = useState<DomainError | null>(null);
  const { at, goTo } = useStep(answers);
  const client = useQueryClient();
  const navigate = useNavigate();
  const give = (change: Partial<Answers>) => setAnswers((before) => ({ ...before, ...change }));

  const setUp = useMutation({
    mutationFn: () => answerOf(api['set-up'].$post({ json: setUpRequest(token, answers) })),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: '/', replace: true });
    },
    onError: (error) => {
      // Back to the question whose answer was refused.
      const paths = error instanceof DomainError ? error.fields.map(({ path }) => path) : [];
      const step = STEPS.findIndex(({ fields }) => fields.some((field) => paths.includes(field)));
      if (step >= 0) goTo(step);
      // The account may be made all the same: only loading the sample failed.
      void client.invalidateQueries({ queryKey: keys.me });
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const weak = passwordRefusal(answers.password, answers, 'password');
    setWeakness(weak);
    if (weak !== null) goTo(0);
    else if (at < STEPS.length - 1) goTo(at + 1);
    else setUp.mutate();
  };
  const step = STEPS[at] ?? STEPS[0];
  const error = weakness ?? setUp.error;
  const props = { answers, give, error };

  return (
    <form onSubmit={submit} aria-labelledby="question">
      <p className={styles.progress}>
        Step {at + 1} of {STEPS.length}
      </p>
      {step.name === 'account' && <AccountStep {...props} />}
      {step.name === 'workspace' && <WorkspaceStep {...props} />}
      {step.name === 'start' && <StartStep {...props} />}
      <Stack mt="lg">
        <FormAlert error={error} paths={step.fields} />
        {setUp.isPending && answers.start === 'sample' && (
          <p role="status" className={styles.progress}>
            Making the workspace and writing the sample into it. This takes some seconds.
          </p>
        )}
        <Group justify="space-between">
          {at > 0 ? (
            <Button variant="default" onClick={() => goTo(at - 1)} disabled={setUp.isPending}>
              Back
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={setUp.isPending}>
            {at < STEPS.length - 1 ? 'Next' : 'Set up'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
