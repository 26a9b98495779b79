/** What a person may be in their delegation. Somebody can be several of these at once. */
export const ROLES = ['coordinator', 'drafter', 'reviewer', 'clearing_officer', 'observer'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  coordinator: 'Coordinator',
  drafter: 'Drafter',
  reviewer: 'Reviewer',
  clearing_officer: 'Clearing officer',
  observer: 'Observer',
};

/** Roles as part of a sentence: "drafter and reviewer". */
export const rolesInWords = (roles: Role[]): string =>
  new Intl.ListFormat('en').format(roles.map((role) => ROLE_NAMES[role].toLowerCase()));

/** Why somebody cannot be all of `roles` at once, as a sentence; null where they can. */
export function rolesRefusal(roles: Role[]): string | null {
  if (roles.length === 0) return 'Choose at least one role.';
  if (roles.includes('observer') && roles.length > 1)
    return 'An observer only reads: choose either observer alone, or the other roles without it.';
  return null;
}

/** A person as the rules see them: who, for which state, in which roles. */
export type Member = { userId: string; delegationId: string; roles: Role[] };
