import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';

/** A mail as it is sent: the same words twice. */
export type Mail = { to: string; subject: string; text: string; html: string };

/** Sends mail where there is a server for it. */
export type Mailer = {
  /** False: links have to be handed over by hand. */
  configured: boolean;
  /** Whether the mail server took it. A failure is logged, never thrown: what the mail is about has happened. */
  send(mail: Mail): Promise<boolean>;
  close(): void;
};

/** Mail through the server at `smtpUrl`; null: none is sent. `from` is the sender's address. */
export function createMailer(options: { smtpUrl: string | null; publicUrl: string }, log: Logger): Mailer {
  if (options.smtpUrl === null) return { configured: false, send: async () => false, close: () => undefined };
  const transport = createTransport(options.smtpUrl, {
    from: { name: 'Rapporteur', address: `no-reply@${new URL(options.publicUrl).hostname}` },
  });
  return {
    configured: true,
    async send(mail) {
      try {
        await transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true });
        return true;
      } catch (error) {
        log.error({ err: error, subject: mail.subject }, 'a mail could not be sent');
        return false;
      }
    },
    close: () => transport.close(),
  };
}
