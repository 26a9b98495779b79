import type { Peer, PeerName, RunningPeer } from '../peers/peer.ts';
import type { World } from '../world.ts';

/** What one repetition measured, by column. */
export type Figures = Record<string, number>;

export type Column = {
  key: string;
  title: string;
  digits: number;
  /** What stands for all repetitions; the median unless told. */
  across?: 'median' | 'sum' | 'largest';
};

/** A bound of ours on one figure. */
export type Bound = {
  /** The figure that is bound, by its column. */
  figure: string;
  must: 'not_exceed' | 'reach';
  /** In words, as "y-websocket-server" or "relay + 2 ms". */
  limitName: string;
  /** From the medians of the others; NaN when one that it needs was not measured. */
  limit(medianOf: (peer: PeerName, figure: string) => number): number;
};

/** What a measurement is given. */
export type Stage = {
  peer: Peer;
  world: World;
  /** Further arguments of Node for the server that is measured. */
  nodeArgs: string[];
  seconds: number;
  /** Which repetition it is, from 0: the seed of its load, so that each peer is given the same. */
  repetition: number;
};

export type Scenario = {
  name: string;
  /** One line above the table. */
  about: string;
  peers: PeerName[];
  columns: Column[];
  bounds: Bound[];
  /** For how long each measures unless told. */
  seconds: number;
  /** Measures one peer once, on servers that it starts and stops itself. */
  measure(stage: Stage): Promise<Figures>;
};

/** Starts the peer, and stops it whatever becomes of `measure`. */
export async function withPeer(
  { peer, world, nodeArgs }: Stage,
  measure: (running: RunningPeer) => Promise<Figures>,
): Promise<Figures> {
  const running = await peer.start({ world, nodeArgs });
  try {
    return await measure(running);
  } finally {
    await running.stop();
  }
}
