import { MultiSelect, Select } from '@mantine/core';
import { ROLE_NAMES, ROLES, type Role, rolesRefusal } from '../../../domain/workflow/roles.ts';
import { fieldError } from '../../api/refusal.ts';
import type { Delegation } from './people.ts';

/** For whom somebody is here, and as what. */
export type Membership = { delegationId: string; roles: Role[] };

const roles = ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }));

type MembershipFieldsProps = {
  membership: Membership;
  onChange: (change: Partial<Membership>) => void;
  delegations: Delegation[];
  error: unknown;
};

/** Delegation and roles. */
export function MembershipFields({ membership, onChange, delegations, error }: MembershipFieldsProps) {
  return (
    <>
      <Select
        label="Delegation"
        required
        searchable
        data={delegations.map(({ id, code, shortName }) => ({ value: id, label: `${shortName} (${code})` }))}
        value={membership.delegationId === '' ? null : membership.delegationId}
        error={fieldError(error, 'delegationId')}
        onChange={(value) => onChange({ delegationId: value ?? '' })}
      />
      <MultiSelect
        label="Roles"
        description="A drafter writes, a reviewer comments, a clearing officer takes the state’s position, a coordinator sets up and publishes, an observer reads"
        required
        data={roles}
        value={membership.roles}
        error={(membership.roles.length > 1 && rolesRefusal(membership.roles)) || fieldError(error, 'roles')}
        onChange={(values) => onChange({ roles: ROLES.filter((role) => values.includes(role)) })}
      />
    </>
  );
}
