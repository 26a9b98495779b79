import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { MSMT_STATES } from '../../../domain/delegations.ts';
import { fieldError } from '../../api/refusal.ts';
import { DelegationFields } from '../../delegations/DelegationFields.tsx';
import type { StepProps } from './AccountStep.tsx';

const states = [
  { value: '', label: 'Choose a state', disabled: true },
  ...MSMT_STATES.map(({ code, shortName }) => ({ value: code, label: `${shortName} (${code})` })),
  { value: 'other', label: 'Another state' },
];

/** What the workspace is called and which state the first coordinator belongs to. */
export function WorkspaceStep({ answers, give, error }: StepProps) {
  return (
    <>
      <h1 id="question">Where will you work?</h1>
      <p>Everything that is written belongs to a person and to a delegation, so you have one too.</p>
      <Stack>
        <TextInput
          label="Name of the workspace"
          description="Stands at the head of every page, as in “MSMT drafting group”"
          required
          autoFocus
          maxLength={100}
          value={answers.workspaceName}
          error={fieldError(error, 'workspaceName')}
          onChange={(event) => give({ workspaceName: event.currentTarget.value })}
        />
        <NativeSelect
          label="Your delegation"
          required
          data={states}
          value={answers.state}
          error={fieldError(error, 'delegationCode')}
          onChange={(event) => give({ state: event.currentTarget.value })}
        />
        {answers.state === 'other' && (
          <DelegationFields names={answers} onChange={give} error={error} prefix="delegation." />
        )}
      </Stack>
    </>
  );
}
