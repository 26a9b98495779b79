import { BlockList, isIP } from 'node:net';
import type { Context as HonoContext } from 'hono';
import type { Env } from '../env.ts';

const privateNetworks = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateNetworks.addSubnet(net, bits, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addAddress('::1', 'ipv6');

/**
 * The address that a request came from, for counting attempts. A peer on a private network may be our own
 * load balancer, whose entry in `X-Forwarded-For` is then the last one; anybody else's is ignored. Somebody
 * on that network can pretend: attempts are therefore counted by account too.
 */
export function clientAddress(c: HonoContext<Env>): string {
  const peer = plain(c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1');
  const forwarded = plain(c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() ?? '');
  return isIP(forwarded) && privateNetworks.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4')
    ? forwarded
    : peer;
}

/** IPv4 as such, also where the socket speaks IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}
