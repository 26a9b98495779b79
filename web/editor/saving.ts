/**
 * What is known about the way of somebody's typing to Postgres, on one section. `sent` and `saved` count the
 * messages of the current connection that carry content (sync step 2 and updates): the server tells how many
 * of them are committed. State vectors could not tell, since deletions do not change them.
 */
export type Saving = {
  connection: 'connecting' | 'connected' | 'offline';
  sent: number;
  saved: number;
  /** Sync step 2 has gone out on this connection: everything the server lacked is counted in `sent`. */
  told: boolean;
  /** Something was typed here that no connection has shown as committed yet. */
  pending: boolean;
  /** Whether this device keeps what is typed: false where the browser refuses IndexedDB. */
  kept: boolean;
  /** The sentence with which the server refused, or ended the right to write; null while it did not. */
  refused: string | null;
};

export type SavingEvent =
  | { kind: 'opening' }
  | { kind: 'opened' }
  | { kind: 'closed' }
  | { kind: 'sent'; what: 'step_2' | 'update' }
  | { kind: 'saved'; count: number }
  | { kind: 'typed' }
  | { kind: 'not_kept' }
  | { kind: 'refused'; message: string };

/** Before the first connection. */
export const SAVING_START: Saving = {
  connection: 'connecting',
  sent: 0,
  saved: 0,
  told: false,
  pending: false,
  kept: true,
  refused: null,
};

/** The next state: counts begin anew with each connection, since they are the connection's. */
export function savingAfter(state: Saving, event: SavingEvent): Saving {
  switch (event.kind) {
    case 'opening':
      return { ...state, connection: state.connection === 'offline' ? 'offline' : 'connecting' };
    case 'opened':
      // Joining again is the answer to a refusal.
      return { ...state, connection: 'connected', sent: 0, saved: 0, told: false, refused: null };
    case 'closed':
      return { ...state, connection: 'offline', sent: 0, saved: 0, told: false };
    case 'sent':
      return { ...state, sent: state.sent + 1, told: state.told || event.what === 'step_2' };
    case 'saved':
      return settled({ ...state, saved: Math.max(state.saved, event.count) });
    case 'typed':
      return { ...state, pending: true };
    case 'not_kept':
      return { ...state, kept: false };
    case 'refused':
      return { ...state, refused: event.message };
  }
}

/** True when Postgres is known to have everything that was typed here. */
export function isSaved(state: Saving): boolean {
  return state.refused === null && allCounted(state);
}

/** What the screen says, in words; `tone` only chooses the sign that stands beside them. */
export function savingWords(state: Saving): {
  tone: 'saved' | 'saving' | 'offline' | 'refused';
  text: string;
} {
  if (state.refused !== null) return { tone: 'refused', text: `Not saved: ${state.refused}` };
  if (state.connection === 'offline') {
    return state.kept
      ? { tone: 'offline', text: 'Offline: kept on this device' }
      : { tone: 'offline', text: 'Offline: keep this page open, the browser stores nothing' };
  }
  if (state.connection === 'connecting') return { tone: 'saving', text: 'Connecting…' };
  return isSaved(state) ? { tone: 'saved', text: 'Saved' } : { tone: 'saving', text: 'Saving…' };
}

function allCounted(state: Saving): boolean {
  return state.connection === 'connected' && state.told && state.saved >= state.sent;
}

function settled(state: Saving): Saving {
  return allCounted(state) ? { ...state, pending: false } : state;
}
