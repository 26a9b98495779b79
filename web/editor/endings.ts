import { SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { CLOSE, type Hello } from '../../domain/protocol.ts';
import type { Ending } from './saving.ts';

/**
 * With this a server's socket refuses what is too large to be read at all (RFC 6455, 7.4.1): the same message
 * would come with every new connection, for ever.
 */
const FAR_TOO_LARGE = 1009;

/** Why this page does not go on with a server that greets it so, or null. */
export function endingBy({ schema, mayWrite, why }: Hello): Ending | null {
  // It would take text of a newer schema for faults. Others of its kind, or itself, are being replaced just now.
  if (schema < SCHEMA_VERSION) return { why: 'server_behind', message: null };
  return mayWrite ? null : { why: 'rights', message: why };
}

/** Whether a connection that was closed with `code` is not to be tried again without a reason. */
export function isFinal(code: number): boolean {
  return code === FAR_TOO_LARGE || (code >= 4400 && code < 4500);
}

/** What a final close code means for whoever writes; `message` is the server's sentence, where it gave one. */
export function endingOf(code: number, message: string | null): Ending {
  return { why: reasonOf(code), message };
}

function reasonOf(code: number): Ending['why'] {
  switch (code) {
    case CLOSE.notSignedIn:
      return 'signed_out';
    case CLOSE.schemaBehind:
      return 'must_reload';
    case CLOSE.tooMany:
      return 'too_many';
    case CLOSE.refused:
    case CLOSE.tooLarge:
    case CLOSE.malformed:
    case FAR_TOO_LARGE:
      return 'refused';
    default:
      return 'rights';
  }
}
