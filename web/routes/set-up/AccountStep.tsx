import { Stack, TextInput } from '@mantine/core';
import { fieldError } from '../../api/refusal.ts';
import { NewPassword } from '../../forms/NewPassword.tsx';
import type { Answers } from './answers.ts';

/** What every step is given: the answers so far, how to add to them, and what the server had against them. */
export type StepProps = { answers: Answers; give: (change: Partial<Answers>) => void; error: unknown };

/** Who the first coordinator is. */
export function AccountStep({ answers, give, error }: StepProps) {
  return (
    <>
      <h1 id="question">Who are you?</h1>
      <p>You become the first coordinator: you set up reports, invite people, and publish.</p>
      <Stack>
        <TextInput
          label="Your name"
          description="As the other delegations should see it"
          autoComplete="name"
          required
          autoFocus
          maxLength={100}
          value={answers.name}
          error={fieldError(error, 'name')}
          onChange={(event) => give({ name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={answers.email}
          error={fieldError(error, 'email')}
          onChange={(event) => give({ email: event.currentTarget.value })}
        />
        <NewPassword
          value={answers.password}
          onChange={(password) => give({ password })}
          error={fieldError(error, 'password')}
        />
      </Stack>
    </>
  );
}
