import { Link } from '@tanstack/react-router';
import { Page } from './Page.tsx';

/** An address that leads nowhere. */
export function NotFoundScreen() {
  return (
    <Page title="There is nothing at this address" width="narrow">
      <p>The link may be incomplete, or what it led to was removed, or it is not yours to see.</p>
      <p>
        <Link to="/">Go to your reports</Link>
      </p>
    </Page>
  );
}
