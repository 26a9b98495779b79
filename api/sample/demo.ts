import type { Context } from '../../db/context.ts';
import { setUpWorkspace } from '../../db/queries/set-up.ts';
import { replaceSetUpToken } from '../../db/queries/workspace.ts';
import { transact } from '../../db/transaction.ts';
import { MSMT_STATES } from '../../domain/delegations.ts';
import { ROLE_NAMES } from '../../domain/workflow/roles.ts';
import { hashOfPassword } from '../auth/password.ts';
import { hashOfToken, newToken } from '../auth/token.ts';
import { loadSample, newSamplePassword, type SampleAccount } from './load.ts';

/** Whoever sets the demonstration up, of a state whose position is still missing in one section. */
const FIRST = { code: 'DEU', name: 'Robin Keller', email: 'coordinator@example.org' };

/**
 * Sets an empty workspace up as its set-up link would, with the sample in it. Returns who can sign in: each with a
 * password that was made now, is stored only as its hash, and is for whoever started the server to see.
 */
export async function createDemo(context: Context): Promise<SampleAccount[]> {
  const [token, password] = [newToken(), newSamplePassword()];
  const delegation = MSMT_STATES.find(({ code }) => code === FIRST.code);
  if (!delegation) throw new Error(`${FIRST.code} is none of the eleven states.`);
  await replaceSetUpToken(context.db, hashOfToken(token));
  const passwordHash = await hashOfPassword(password);
  const userId = await transact(context, null, (action) =>
    setUpWorkspace(action, {
      tokenHash: hashOfToken(token),
      workspaceName: 'Demonstration',
      name: FIRST.name,
      email: FIRST.email,
      passwordHash,
      delegation,
      msmt: true,
    }),
  );
  const roles: SampleAccount['roles'] = ['coordinator', 'drafter', 'clearing_officer'];
  return [{ ...FIRST, roles, password }, ...(await loadSample(context, userId, 'passwords'))];
}

/** The accounts as lines of a table: state, name, roles, e-mail address, password. */
export function accountLines(accounts: SampleAccount[]): string[] {
  const rows = accounts.map(({ code, name, roles, email, password }) => [
    code,
    name,
    roles.map((role) => ROLE_NAMES[role].toLowerCase()).join(', '),
    email,
    password ?? '',
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
