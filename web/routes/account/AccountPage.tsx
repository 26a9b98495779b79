import { ROLE_NAMES } from '../../../domain/workflow/roles.ts';
import { useSignedIn } from '../../api/me.ts';
import { Page } from '../../shell/Page.tsx';
import styles from './AccountPage.module.css';
import { PasswordSection } from './PasswordSection.tsx';
import { SecondFactorSection } from './SecondFactorSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';

/** What belongs to me: who I am here, my password, my second factor, where I am signed in. */
export function AccountPage() {
  const me = useSignedIn();
  if (me === null) return null;
  const { person } = me;
  if (me.mustSetUpSecondFactor)
    return (
      <Page
        title="Set up your second factor"
        width="narrow"
        lead={`${me.workspace.name} asks everybody for one. It takes two minutes and an authenticator app on your phone; then you go on.`}
      >
        <SecondFactorSection state="required" />
      </Page>
    );
  return (
    <Page title="Account" width="narrow">
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd>{person.name}</dd>
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
      <SessionsSection />
    </Page>
  );
}
