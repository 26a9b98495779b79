import { CopyLink } from '../../forms/CopyLink.tsx';

/** An invitation's link, the one time that it can be seen. */
export function InvitationLink({ email, link, mailed }: { email: string; link: string; mailed: boolean }) {
  return (
    <>
      <p role="status">
        {mailed
          ? `The invitation was sent to ${email}. The link is here too, in case the mail does not arrive.`
          : `No mail was sent. Hand this link to ${email} yourself.`}{' '}
        It is shown only now, works once and for seven days.
      </p>
      <CopyLink label="Link" value={link} />
    </>
  );
}
