/** What of its own rules Postgres said a statement would break, or null for any other error. */
export function violationOf(error: unknown): 'unique' | 'reference' | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code === '23505') return 'unique';
  if (error.code === '23503') return 'reference';
  return null;
}
