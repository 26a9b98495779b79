import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askAuth } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import styles from './AccountPage.module.css';
import { BackupCodes } from './BackupCodes.tsx';
import { ConfirmPassword } from './ConfirmPassword.tsx';
import { backupCodesOf, type Enrolment, enrolmentOf } from './enrolment.ts';
import { ShowSecret } from './ShowSecret.tsx';

/** `required`: the workspace asks for one and this person has none yet, so that nothing else is open to them. */
type State = 'off' | 'on' | 'on_required' | 'required';

type SecondFactorSectionProps = {
  state: State;
  /** Called once it is on and its backup codes are kept; absent where the person stays on the page. */
  onSetUp?: () => void;
};

type Step =
  | { kind: 'idle' }
  | { kind: 'start' | 'new_codes' | 'turn_off' }
  | { kind: 'scan'; enrolment: Enrolment }
  | { kind: 'codes'; codes: string[] };

/** Turns the second factor on: password, then the app, then the backup codes, shown once. Or off again. */
export function SecondFactorSection({ state, onSetUp }: SecondFactorSectionProps) {
  const [step, setStep] = useState<Step>(state === 'required' ? { kind: 'start' } : { kind: 'idle' });
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.me });
  const idle = () => setStep({ kind: 'idle' });

  return (
    <section className={styles.section} aria-labelledby="second-factor">
      <h2 id="second-factor">Second factor</h2>
      {step.kind === 'idle' && <Idle state={state} onStep={setStep} />}
      {step.kind === 'start' && (
        <ConfirmPassword
          label="Go on"
          why="First your password, so that nobody does this at your unlocked screen."
          onConfirmed={async (password) =>
            setStep({
              kind: 'scan',
              enrolment: enrolmentOf(await askAuth('two-factor/enable', { password })),
            })
          }
          onCancel={state === 'required' ? undefined : idle}
        />
      )}
      {step.kind === 'scan' && (
        <ShowSecret
          totpUri={step.enrolment.totpUri}
          onVerified={() => setStep({ kind: 'codes', codes: step.enrolment.backupCodes })}
          onCancel={state === 'required' ? undefined : idle}
        />
      )}
      {step.kind === 'codes' && (
        <BackupCodes
          codes={step.codes}
          // Only now: the guard of the routes lets nobody stay here who has nothing more to do here.
          onDone={() => void refresh().then(onSetUp ?? idle)}
        />
      )}
      {step.kind === 'new_codes' && (
        <ConfirmPassword
          label="Make new codes"
          why="The old backup codes stop working."
          onConfirmed={async (password) =>
            setStep({
              kind: 'codes',
              codes: backupCodesOf(await askAuth('two-factor/generate-backup-codes', { password })),
            })
          }
          onCancel={idle}
        />
      )}
      {step.kind === 'turn_off' && (
        <ConfirmPassword
          label="Turn it off"
          why="Your password alone will then open your account."
          onConfirmed={async (password) => {
            await askAuth('two-factor/disable', { password });
            await refresh();
            idle();
          }}
          onCancel={idle}
        />
      )}
    </section>
  );
}

function Idle({ state, onStep }: { state: State; onStep: (step: Step) => void }) {
  if (state === 'off' || state === 'required')
    return (
      <>
        <p>
          <strong>Off.</strong> With it, a stolen password alone opens nothing: signing in also asks for six
          digits from an app on your phone.
        </p>
        <Button variant="default" onClick={() => onStep({ kind: 'start' })}>
          Set it up
        </Button>
      </>
    );
  return (
    <>
      <p>
        <strong>On.</strong> Signing in asks for six digits from your app, or for a backup code.
        {state === 'on_required' && ' The workspace requires it.'}
      </p>
      <Group>
        <Button variant="default" onClick={() => onStep({ kind: 'new_codes' })}>
          Make new backup codes
        </Button>
        {state === 'on' && (
          <Button variant="default" onClick={() => onStep({ kind: 'turn_off' })}>
            Turn it off
          </Button>
        )}
      </Group>
    </>
  );
}
