import type { World } from '../world.ts';
import type { ServerProcess } from './spawn.ts';

export const PEER_NAMES = [
  'relay',
  'relay-batched',
  'y-websocket-server',
  'hocuspocus',
  'hocuspocus-postgres',
  'rapporteur',
] as const;

export type PeerName = (typeof PEER_NAMES)[number];

/** Where one socket of the load goes. */
export type Address = {
  url: string;
  headers: Record<string, string>;
  room: string;
  /** Hocuspocus puts the document's name before each message, and asks for a token first. */
  dialect: 'y-websocket' | 'hocuspocus';
  /** false: it only passes messages on, so that nobody answers a state vector. */
  hasState: boolean;
};

/** A peer that runs, in a process of its own. */
export type RunningPeer = {
  process: ServerProcess;
  port: number;
  /** Makes new, empty rooms (of ours: sections, through the API) and returns their names. */
  makeRooms(count: number): Promise<string[]>;
  /** Where the `index`-th socket of a room goes: ours, as one person after the other. */
  address(room: string, index: number): Address;
  stop(): Promise<void>;
};

/** Something to measure. */
export type Peer = {
  name: PeerName;
  /** Starts it; throws where it is not installed. */
  start(options: StartOptions): Promise<RunningPeer>;
};

export type StartOptions = {
  world: World;
  /** Further arguments of Node. */
  nodeArgs: string[];
  /** For one that comes back where it was; otherwise any that is free. */
  port?: number;
};
