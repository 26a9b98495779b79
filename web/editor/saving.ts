/** Why a section was closed under whoever writes in it; `message` is the server's sentence, where it gave one. */
export type Ending = {
  why: 'signed_out' | 'must_reload' | 'server_behind' | 'too_many' | 'refused' | 'rights';
  message: string | null;
};

/**
 * What is known about the way of somebody's typing to Postgres, on one section. `sent` and `saved` count the
 * messages of the current connection that carry content (sync step 2 and updates): the server tells how many
 * of them are committed. State vectors could not tell, since deletions do not change them.
 */
export type Saving = {
  connection: 'connecting' | 'connected' | 'offline';
  /** The server's name for this connection, or for the last one: what its log calls it. */
  name: string | null;
  sent: number;
  saved: number;
  /** Sync step 2 has gone out on this connection: everything the server lacked is counted in `sent`. */
  told: boolean;
  /** Something was typed that this connection did not take, as while it is closing: only the next step 2 has it. */
  missed: boolean;
  /** Something was typed here that no connection has shown as committed yet. */
  pending: boolean;
  /** The server has been silent about it for longer than anybody should wait without a word. */
  late: boolean;
  /** What this device does with what is typed: `refused` where the browser stores nothing, or can no more. */
  device: 'kept' | 'keeping' | 'refused';
  /** The server ended it; null while it did not. */
  ended: Ending | null;
};

export type SavingEvent =
  | { kind: 'opening' }
  /** The server has greeted this page, and takes what it sends; `connection` is its name for the socket. */
  | { kind: 'opened'; connection: string }
  | { kind: 'closed' }
  | { kind: 'sent'; what: 'step_2' | 'update' }
  | { kind: 'saved'; count: number }
  /** Something new stands in the text here; `sent`: this connection took it. */
  | { kind: 'typed'; sent: boolean }
  | { kind: 'late' }
  | { kind: 'device'; state: Saving['device'] }
  | { kind: 'ended'; ending: Ending };

/** Before the first connection. */
export const SAVING_START: Saving = {
  connection: 'connecting',
  name: null,
  sent: 0,
  saved: 0,
  told: false,
  missed: false,
  pending: false,
  late: false,
  device: 'kept',
  ended: null,
};

/** The next state: counts begin anew with each connection, since they are the connection's. */
export function savingAfter(state: Saving, event: SavingEvent): Saving {
  switch (event.kind) {
    case 'opening':
      return { ...state, connection: state.connection === 'offline' ? 'offline' : 'connecting' };
    case 'opened':
      // Joining again is the answer to every ending.
      return {
        ...state,
        connection: 'connected',
        name: event.connection,
        sent: 0,
        saved: 0,
        told: false,
        ended: null,
      };
    case 'closed':
      return { ...state, connection: 'offline', sent: 0, saved: 0, told: false, late: false };
    case 'sent':
      return event.what === 'step_2'
        ? { ...state, sent: state.sent + 1, told: true, missed: false }
        : { ...state, sent: state.sent + 1 };
    case 'saved':
      return settled({ ...state, saved: Math.max(state.saved, event.count) });
    case 'typed':
      return { ...state, pending: true, missed: state.missed || !event.sent };
    case 'late':
      return { ...state, late: state.pending };
    case 'device':
      return { ...state, device: event.state };
    case 'ended':
      return { ...state, ended: event.ending };
  }
}

/** True when Postgres is known to have everything that was typed here. */
export function isSaved(state: Saving): boolean {
  return state.ended === null && allCounted(state);
}

/** What the screen says: `text` beside a sign, which `tone` chooses, and, where that does not say it all, `more`. */
export type SavingWords = {
  tone: 'saved' | 'saving' | 'offline' | 'refused';
  text: string;
  more: string | null;
};

/** The state of saving in words. */
export function savingWords(state: Saving): SavingWords {
  if (state.ended !== null) return endingWords(state, state.ended);
  // A banner over the page explains it.
  if (state.connection === 'offline')
    return { tone: 'offline', text: `Offline: ${whereItIs(state)}`, more: null };
  if (state.connection === 'connecting') return { tone: 'saving', text: 'Connecting…', more: null };
  if (isSaved(state)) return { tone: 'saved', text: 'Saved', more: null };
  if (!state.late) return { tone: 'saving', text: 'Saving…', more: null };
  const more =
    'The server does not confirm what you typed. Write on: it is confirmed as soon as the server can.';
  return { tone: 'offline', text: `Not saved yet: ${whereItIs(state)}`, more };
}

function endingWords(state: Saving, { why, message }: Ending): SavingWords {
  switch (why) {
    case 'refused':
      return { tone: 'refused', text: 'Not saved', more: message ?? 'The server refused your last change.' };
    case 'rights':
      return {
        tone: 'refused',
        text: 'Read only',
        more: message ?? 'You can no longer write in this section.',
      };
    case 'signed_out':
      return { tone: 'refused', text: `Signed out: ${whereItIs(state)}`, more: null };
    case 'must_reload':
      return {
        tone: 'refused',
        text: `Too old to save: ${whereItIs(state)}`,
        more: 'The server is newer than this page, and takes nothing from it any more. Reload it, and you go on where you are.',
      };
    case 'server_behind':
      return {
        tone: 'offline',
        text: `Waiting: ${whereItIs(state)}`,
        more: 'The server is still an older version than this page. Trying again by itself.',
      };
    case 'too_many':
      return {
        tone: 'offline',
        text: `Waiting: ${whereItIs(state)}`,
        more: `${message ?? 'The server takes no more from here for now.'} Trying again by itself in about a minute.`,
      };
  }
}

/** Where the text is that the server may not have. */
function whereItIs({ pending, device }: Saving): string {
  if (!pending) return 'all is saved so far';
  if (device === 'refused') return 'not saved, keep this page open';
  return device === 'kept' ? 'kept on this device' : 'being kept on this device…';
}

function allCounted(state: Saving): boolean {
  return state.connection === 'connected' && state.told && !state.missed && state.saved >= state.sent;
}

function settled(state: Saving): Saving {
  return allCounted(state) ? { ...state, pending: false, late: false } : state;
}
