import { WebSocket } from 'ws';
import { z } from 'zod';

const targets = z.tuple([z.object({ webSocketDebuggerUrl: z.string() })]).rest(z.unknown());
const answer = z.object({ id: z.number(), result: z.object({ usedSize: z.number() }).partial() });

/** How a server has to be started for `serverHeap` to look into it: with an inspector on this port. */
export const inspectedOn = (port: number) => ({ NODE_OPTIONS: `--inspect=127.0.0.1:${port}` });

/** What a server still needs of its heap, in bytes: everything else is collected first. */
export async function serverHeap(port: number): Promise<number> {
  const [target] = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  const inspector = new WebSocket(target.webSocketDebuggerUrl);
  try {
    await new Promise((resolve, reject) => inspector.once('open', resolve).once('error', reject));
    await ask(inspector, 1, 'HeapProfiler.collectGarbage');
    return (await ask(inspector, 2, 'Runtime.getHeapUsage')) ?? 0;
  } finally {
    inspector.close();
  }
}

function ask(inspector: WebSocket, id: number, method: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const hear = (data: Buffer) => {
      const heard = answer.safeParse(JSON.parse(data.toString()));
      if (!heard.success || heard.data.id !== id) return;
      inspector.off('message', hear);
      resolve(heard.data.result.usedSize);
    };
    inspector.on('message', hear);
    inspector.send(JSON.stringify({ id, method }));
  });
}
