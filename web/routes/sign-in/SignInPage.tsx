import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../api/queries.ts';
import { hasUnkeptText } from '../../editor/device.ts';
import { usePageTitle } from '../../shell/Page.tsx';
import { ForgottenPassword } from './ForgottenPassword.tsx';
import { NotSetUp } from './NotSetUp.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { SecondFactorStep } from './SecondFactorStep.tsx';

type Step = 'password' | 'second_factor' | 'forgotten';

const ENDED =
  'You were signed out here. What was shown as saved is saved, and what was not is kept on this device: sign in, and you go on where you were. If that does not work any more, a coordinator may have removed your account: ask one.';
const ENDED_IN_MEMORY =
  'You were signed out here. Your last words are not saved, and this browser stores nothing: sign in without closing or reloading this page, and they go up. If that does not work any more, a coordinator may have removed your account: copy your words first, and ask one.';

/** The door: password, then the second factor of those who have one. */
export function SignInPage() {
  const [step, setStep] = useState<Step>('password');
  const { from, ended } = useSearch({ from: '/entrance/sign-in' });
  const me = useQuery(meQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  usePageTitle('Sign in');

  const enter = async () => {
    // Whatever an earlier person saw in this window is not for this one.
    client.clear();
    await navigate({ href: from ?? '/', replace: true });
  };

  if (me.data?.signedIn === false && !me.data.setUp) return <NotSetUp />;
  switch (step) {
    case 'password':
      return (
        <PasswordStep
          why={ended === 1 ? (hasUnkeptText() ? ENDED_IN_MEMORY : ENDED) : null}
          onSignedIn={enter}
          onSecondFactor={() => setStep('second_factor')}
          onForgotten={() => setStep('forgotten')}
        />
      );
    case 'second_factor':
      return <SecondFactorStep onSignedIn={enter} onBack={() => setStep('password')} />;
    case 'forgotten':
      return (
        <ForgottenPassword
          mail={me.data?.signedIn === false && me.data.mail ? 'configured' : 'none'}
          onBack={() => setStep('password')}
        />
      );
  }
}
