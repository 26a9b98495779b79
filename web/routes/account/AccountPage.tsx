import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ROLE_NAMES } from '../../../domain/workflow/roles.ts';
import { type SignedIn, useSignedIn } from '../../api/me.ts';
import { Page } from '../../shell/Page.tsx';
import styles from './AccountPage.module.css';
import { NameField } from './NameField.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { SecondFactorSection } from './SecondFactorSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';

/** What belongs to me: who I am here, my password, my second factor, where I am signed in. */
export function AccountPage() {
  const me = useSignedIn();
  if (me === null) return null;
  return <Account me={me} />;
}

function Account({ me }: { me: SignedIn }) {
  const { from } = useSearch({ from: '/inside/account' });
  const navigate = useNavigate();
  // As it was on arrival: the factor counts as set up before its backup codes were kept, which are shown only once.
  const [isLed] = useState(me.mustSetUpSecondFactor);
  if (isLed)
    return (
      <Page
        title="Set up your second factor"
        width="narrow"
        lead={`${me.workspace.name} asks everybody for one. It takes two minutes and an authenticator app on your phone; then you go on where you were. What you wrote until now is kept.`}
      >
        <SecondFactorSection
          state="required"
          onSetUp={() => void navigate({ href: from ?? '/', replace: true })}
        />
      </Page>
    );
  const { person } = me;
  return (
    <Page title="Account" width="narrow">
      <NameField name={person.name} />
      <dl className={styles.facts}>
        <dt>E-mail address</dt>
        <dd>{person.email}</dd>
        <dt>Delegation</dt>
        <dd>{person.delegation.shortName}</dd>
        <dt>Roles</dt>
        <dd>{person.roles.map((role) => ROLE_NAMES[role]).join(', ')}</dd>
      </dl>
      <SecondFactorSection
        state={me.secondFactor ? (me.workspace.requireSecondFactor ? 'on_required' : 'on') : 'off'}
      />
      <PasswordSection email={person.email} />
      <SessionsSection userId={person.id} />
    </Page>
  );
}
