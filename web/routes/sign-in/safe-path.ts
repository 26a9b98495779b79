/**
 * `value` when it is a path inside this application, otherwise undefined: a link to the sign-in page must not
 * be able to send people elsewhere afterwards.
 */
export function safePath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/')) return undefined;
  // Browsers read `//host` and `/\host` as other servers, and drop tabs and line ends before they look.
  if (/^\/[/\\]|[\t\n\r]/.test(value)) return undefined;
  return value;
}
