import { hocuspocus, hocuspocusPostgres } from './hocuspocus.ts';
import type { Peer, PeerName } from './peer.ts';
import { rapporteur } from './rapporteur.ts';
import { relay, relayBatched } from './relay.ts';
import { yWebsocketServer } from './y-websocket-server.ts';

/** Every peer by its name. */
export const peers: Record<PeerName, Peer> = {
  relay,
  'relay-batched': relayBatched,
  'y-websocket-server': yWebsocketServer,
  hocuspocus,
  'hocuspocus-postgres': hocuspocusPostgres,
  rapporteur,
};
