/** What the first coordinator has answered so far. `state` is one of the eleven by its code, or `other`. */
export type Answers = {
  name: string;
  email: string;
  password: string;
  workspaceName: string;
  state: string;
  code: string;
  shortName: string;
  formalName: string;
  start: 'empty' | 'sample';
  states: 'msmt' | 'none';
};

/** Nothing answered yet; the sample is proposed, since it shows what everything is for. */
export const NO_ANSWERS: Answers = {
  name: '',
  email: '',
  password: '',
  workspaceName: '',
  state: '',
  code: '',
  shortName: '',
  formalName: '',
  start: 'sample',
  states: 'msmt',
};

/** The questions, one at a time, with the fields of the request that each asks for. */
export const STEPS = [
  { name: 'account', fields: ['name', 'email', 'password'] },
  {
    name: 'workspace',
    fields: [
      'workspaceName',
      'delegationCode',
      'delegation.code',
      'delegation.shortName',
      'delegation.formalName',
    ],
  },
  { name: 'start', fields: ['start', 'msmt'] },
] as const;

/** What the server is sent. */
export function setUpRequest(token: string, answers: Answers) {
  const { name, email, password, workspaceName, start } = answers;
  const msmt = answers.states === 'msmt';
  const base = { token, name, email, password, workspaceName, start, msmt };
  if (answers.state !== 'other') return { ...base, delegationCode: answers.state };
  const { code, shortName, formalName } = answers;
  return { ...base, delegation: { code, shortName, formalName: formalName || shortName } };
}
