import { PasswordInput } from '@mantine/core';

/** The shortest password that is taken, in characters. */
export const shortestPassword = 12;

type NewPasswordProps = {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** What the server had against it. */
  error?: string;
  autoFocus?: boolean;
};

/** A password to be chosen. Length is the only rule: others make people write it down. */
export function NewPassword({ label = 'Password', value, onChange, error, autoFocus }: NewPasswordProps) {
  const missing = shortestPassword - value.length;
  return (
    <PasswordInput
      label={label}
      description={
        value !== '' && missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
          : `At least ${shortestPassword} characters; four unrelated words are good`
      }
      name="new-password"
      autoComplete="new-password"
      minLength={shortestPassword}
      maxLength={128}
      required
      autoFocus={autoFocus}
      error={error}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
