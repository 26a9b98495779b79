import { isWebAddress } from '../../domain/document/inline-rules.ts';

/**
 * The address that somebody means by what they typed: `https://` is added where no scheme is said and it looks
 * like a host (with a dot), `mailto:` to a mail address. Null for what is no web address.
 */
export function typedAddress(typed: string): string | null {
  const said = typed.trim();
  // No dot in the scheme, so that a host with a port is not taken for one.
  if (/^[a-z][a-z0-9+-]*:/i.test(said)) return isWebAddress(said) ? said : null;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+$/.test(said)) return `mailto:${said}`;
  if (!/^[^\s@/?#.]+(?:\.[^\s@/?#.]+)+(?:[/?#]\S*)?$/.test(said)) return null;
  const address = `https://${said}`;
  return isWebAddress(address) ? address : null;
}
