/**
 * The names under which React Query keeps what the server told. They nest: to ask again for everything about a
 * report is to invalidate `['report', id]`.
 */
export const keys = {
  me: ['me'],
  reports: ['reports'],
  people: ['people'],
  delegations: ['delegations'],
  report: (reportId: string) => ['report', reportId, 'facts'],
  clearance: (reportId: string) => ['report', reportId, 'clearance'],
  presence: (reportId: string) => ['report', reportId, 'presence'],
  activity: (reportId: string) => ['report', reportId, 'activity'],
  preflight: (reportId: string) => ['report', reportId, 'preflight'],
  publications: (reportId: string) => ['report', reportId, 'publications'],
  text: (sectionId: string) => ['section', sectionId, 'text'],
  threads: (sectionId: string) => ['section', sectionId, 'threads'],
  versions: (sectionId: string) => ['section', sectionId, 'versions'],
  comparison: (from: string, to: string) => ['comparison', from, to],
} as const;
