import { html } from 'hono/html';
import type { Mail } from './mailer.ts';

type Content = {
  to: string;
  subject: string;
  sentences: string[];
  link: string;
  label: string;
  after: string;
};

/** Invites somebody to a workspace. `until`: the last moment the link works. */
export function invitationMail(facts: {
  to: string;
  workspace: string;
  invitedBy: string;
  delegation: string;
  link: string;
  until: Date;
}): Mail {
  return compose({
    to: facts.to,
    subject: `Invitation to ${facts.workspace}`,
    sentences: [
      `${facts.invitedBy} invites you to work in ${facts.workspace} for ${facts.delegation}.`,
      'Open this link to make your account:',
    ],
    link: facts.link,
    label: 'Make my account',
    after: `The link works once, until ${utc(facts.until)}. If you did not expect it, you need do nothing.`,
  });
}

/** Lets somebody who forgot their password set a new one. */
export function resetMail(user: { email: string; name: string }, link: string): Mail {
  return compose({
    to: user.email,
    subject: 'Set a new password',
    sentences: [
      `Dear ${user.name}, somebody, probably you, asked to set a new password for your account.`,
      'Open this link to set it:',
    ],
    link,
    label: 'Set a new password',
    after:
      'The link works once, within one hour. If it was not you, you need do nothing: your password stays as it is.',
  });
}

function compose({ to, subject, sentences, link, label, after }: Content): Mail {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>${sentences.map((sentence) => html`<p>${sentence}</p>`)}
<p><a href="${link}">${label}</a></p>
<p>${after}</p></body></html>`;
  return { to, subject, text: [...sentences, link, after].join('\n\n'), html: String(page) };
}

function utc(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
