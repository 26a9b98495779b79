import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Everything the collaboration server tells an operator about itself; Prometheus names begin `rapporteur_collab_`. */
export type Meters = {
  /** Sections loaded on this node now. */
  openSections: Gauge;
  /** Sockets open on this node now. */
  connections: Gauge;
  /** Updates received and not yet committed, over all sections of this node. */
  queuedUpdates: Gauge;
  /** Seconds from handing one group of updates to the database to its commit. */
  commitSeconds: Histogram;
  /** Updates that are committed, each counted once, however many share a commit or a row. */
  committedUpdates: Counter;
  /** Commits that the database did not take; what they held is tried again. */
  commitFailures: Counter;
  /** Seconds from receiving an update to telling its author that it is saved. */
  acknowledgementSeconds: Histogram;
  /** What a client was refused, or closed for, by reason. */
  refusals: Counter<'reason'>;
  /** Bytes of websocket messages, without their frames' heads. */
  receivedBytes: Counter;
  /** Bytes of websocket messages, without their frames' heads; a message to fifty people counts fifty times. */
  sentBytes: Counter;
  /** Websocket messages written, one for each receiver. */
  sentFrames: Counter;
  /** Seconds to load one section from the database so that it can be joined. */
  loadSeconds: Histogram;
  /** Sections whose log was folded into a snapshot. */
  compactions: Counter;
  /** Receivers that were too slow and were sent the section anew instead of what they had missed. */
  resyncs: Counter;
};

/**
 * Why a client is refused. A closed set, since each value is a time series of its own: nothing that a client sends
 * may become a label.
 */
export const refusalReasons = [
  'malformed',
  'too_large',
  'too_fast',
  'too_many_connections',
  'foreign_client',
  'too_many_replicas',
  'gap',
  'unknown_root',
  'form',
  'not_allowed',
  'awareness',
  'half_open',
  'not_signed_in',
  'forbidden',
  'not_found',
  'schema_behind',
  'origin',
  'unavailable',
] as const;

/** A value of the label `reason` of `rapporteur_collab_refusals_total`. */
export type RefusalReason = (typeof refusalReasons)[number];

/** From what a fast disk needs for one commit (0.4 ms) to what a person calls broken; a step is 2 to 2.5 times. */
const buckets = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/**
 * Makes the meters in `registry`, one set for each registry: a second one there throws. Each starts at zero, every
 * refusal's reason included, so that a first refusal shows as a rise. One call takes about a microsecond; whatever
 * counts frames adds them up and tells once a turn.
 */
export function createMeters(registry: Registry): Meters {
  const named = (name: string, help: string) => ({
    name: `rapporteur_collab_${name}`,
    help,
    registers: [registry],
  });
  const refusals = new Counter({
    ...named('refusals_total', 'What a client was refused, or closed for, by reason'),
    labelNames: ['reason'],
  });
  for (const reason of refusalReasons) refusals.inc({ reason }, 0);
  return {
    openSections: new Gauge(named('open_sections', 'Sections loaded on this node')),
    connections: new Gauge(named('connections', 'Sockets open on this node')),
    queuedUpdates: new Gauge(named('queued_updates', 'Updates received and not yet committed')),
    commitSeconds: new Histogram({
      ...named('commit_seconds', 'From handing a group of updates to the database to its commit'),
      buckets,
    }),
    committedUpdates: new Counter(named('committed_updates_total', 'Updates committed')),
    commitFailures: new Counter(
      named('commit_failures_total', 'Commits that the database did not take and that are tried again'),
    ),
    acknowledgementSeconds: new Histogram({
      ...named('acknowledgement_seconds', 'From receiving an update to telling its author that it is saved'),
      buckets,
    }),
    refusals,
    receivedBytes: new Counter(named('received_bytes_total', 'Bytes of websocket messages received')),
    sentBytes: new Counter(named('sent_bytes_total', 'Bytes of websocket messages sent')),
    sentFrames: new Counter(named('sent_frames_total', 'Websocket messages sent, one for each receiver')),
    loadSeconds: new Histogram({
      ...named('load_seconds', 'Loading one section from the database'),
      buckets,
    }),
    compactions: new Counter(named('compactions_total', 'Sections whose log was folded into a snapshot')),
    resyncs: new Counter(
      named('resyncs_total', 'Slow receivers that were sent the section anew instead of what they missed'),
    ),
  };
}
