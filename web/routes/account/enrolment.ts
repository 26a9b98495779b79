import { ServerFault } from '../../api/refusal.ts';

/** What the authenticator app needs, and the codes for the day on which the phone is lost. */
export type Enrolment = { totpUri: string; backupCodes: string[] };

/** Reads better-auth's answer to `two-factor/enable`. Throws ServerFault on another shape. */
export function enrolmentOf(answer: Record<string, unknown>): Enrolment {
  if (typeof answer.totpURI !== 'string')
    throw new ServerFault('The server gave no secret for the app. Try again.');
  return { totpUri: answer.totpURI, backupCodes: backupCodesOf(answer) };
}

/** Reads the backup codes off an answer of better-auth. Throws ServerFault where there are none. */
export function backupCodesOf(answer: Record<string, unknown>): string[] {
  const codes = Array.isArray(answer.backupCodes) ? answer.backupCodes : [];
  if (codes.length === 0) throw new ServerFault('The server gave no backup codes. Try again.');
  return codes.map(String);
}

/** The secret in an `otpauth:` address, in groups of four to be typed; empty where there is none. */
export function secretOf(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}
