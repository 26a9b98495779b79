/** Classes of SQLSTATE that tell of the database: its connections, its room, its operators, its disk. */
const CLASSES = ['08', '53', '57', '58'];
const READ_ONLY = '25006';
const SQLSTATE = /^[0-9FHPX][0-9A-Z]{4}$/;

/**
 * Whether a statement failed for the state that the database is in, and not for what was in it: it is away, ends,
 * has no room left or takes no writes, as a standby. An error without a code of Postgres's own never got there.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (!SQLSTATE.test(code)) return true;
  return code === READ_ONLY || CLASSES.includes(code.slice(0, 2));
}
