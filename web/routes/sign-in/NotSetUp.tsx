/** What stands at the door of an installation that nobody has set up. */
export function NotSetUp() {
  return (
    <>
      <h1>Nobody has set this up yet</h1>
      <p>
        The server printed a set-up link when it started, in the window or the log where it runs. Open that
        link to make the first coordinator’s account. It works once; each start of the server prints a new
        one.
      </p>
    </>
  );
}
