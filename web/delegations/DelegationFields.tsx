import { TextInput } from '@mantine/core';
import { fieldError } from '../api/refusal.ts';

type Names = { code: string; shortName: string; formalName: string };

type DelegationFieldsProps = {
  names: Names;
  onChange: (change: Partial<Names>) => void;
  error: unknown;
  /** What stands before the field's name in the server's complaints. */
  prefix?: string;
};

/** The tag and the two names of a state. */
export function DelegationFields({ names, onChange, error, prefix = '' }: DelegationFieldsProps) {
  return (
    <>
      <TextInput
        label="Code"
        description="Three letters of ISO 3166-1, as in JPN; or ROK, EU, UN"
        required
        minLength={2}
        maxLength={3}
        pattern="[A-Za-z]{2,3}"
        value={names.code}
        error={fieldError(error, `${prefix}code`)}
        onChange={(event) => onChange({ code: event.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label="Short name"
        description="As in running text"
        required
        maxLength={60}
        value={names.shortName}
        error={fieldError(error, `${prefix}shortName`)}
        onChange={(event) => onChange({ shortName: event.currentTarget.value })}
      />
      <TextInput
        label="Formal name"
        description="As on a title page; empty for the short name"
        maxLength={120}
        value={names.formalName}
        error={fieldError(error, `${prefix}formalName`)}
        onChange={(event) => onChange({ formalName: event.currentTarget.value })}
      />
    </>
  );
}
