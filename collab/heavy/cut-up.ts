import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Yjs integrates this many structs in some milliseconds. */
const STRUCTS_IN_A_PIECE = 1000;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/**
 * Cuts an update into updates of so many structs that can be applied one after the other, each in a few milliseconds.
 * Together they are the same as the update; the last brings the deletions. What the update depends on is in it, or
 * is there already.
 */
export function cutUp(update: Uint8Array, size = STRUCTS_IN_A_PIECE): Uint8Array[] {
  const inOrder = causally(Y.decodeUpdate(update).structs);
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < inOrder.length; i += size) pieces.push(encode(inOrder.slice(i, i + size)));
  pieces.push(Y.diffUpdate(update, Y.encodeStateVectorFromUpdate(update)));
  return pieces;
}

/** The structs in an order in which each comes after all that it depends on. Throws RangeError where there is none. */
function causally(structs: Struct[]): Struct[] {
  const lines = new Map<number, { structs: Struct[]; next: number; reached: number }>();
  for (const struct of structs) {
    const line = lines.get(struct.id.client) ?? { structs: [], next: 0, reached: struct.id.clock };
    line.structs.push(struct);
    lines.set(struct.id.client, line);
  }
  const inOrder: Struct[] = [];
  for (const start of lines.keys()) {
    // The clients whose structs are looked at: each waits for the one above it.
    const stack = [start];
    for (let client = stack.at(-1); client !== undefined; client = stack.at(-1)) {
      const line = lines.get(client);
      const struct = line?.structs[line.next];
      if (!line || !struct) {
        stack.pop();
        continue;
      }
      const lacking = dependenciesOf(struct).find(({ client: of, clock }) => {
        return clock >= (lines.get(of)?.reached ?? Number.POSITIVE_INFINITY);
      });
      if (lacking) {
        if (stack.includes(lacking.client)) throw new RangeError('an update depends on itself');
        stack.push(lacking.client);
        continue;
      }
      inOrder.push(struct);
      line.next += 1;
      line.reached = struct.id.clock + struct.length;
      if (stack.length > 1) stack.pop(); // whoever waits may go on
    }
  }
  return inOrder;
}

function dependenciesOf(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const { origin, rightOrigin, parent } = struct;
  const before = struct.id.clock > 0 ? [Y.createID(struct.id.client, struct.id.clock - 1)] : [];
  return [...before, origin, rightOrigin, parent].filter((id): id is Y.ID => id instanceof Y.ID);
}

/** Writes an update, in version 1 of the format (yjs, `writeClientsStructs`), without deletions. */
function encode(structs: Struct[]): Uint8Array {
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const own = byClient.get(struct.id.client);
    if (own) own.push(struct);
    else byClient.set(struct.id.client, [struct]);
  }
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  for (const [client, own] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}
