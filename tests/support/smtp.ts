import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A mail as it arrived: `text` is its source with quoted-printable undone, headers included. */
export type ReceivedMail = { to: string[]; text: string };

/** A mail server on loopback that takes everything (RFC 5321, as much of it as a client needs). */
export type SmtpReceiver = { url: string; mails: ReceivedMail[]; close(): Promise<void> };

export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    receive(socket, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a path
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function receive(socket: Socket, mails: ReceivedMail[]): void {
  let received = '';
  let to: string[] = [];
  let inData = false;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  answer('220 test');
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (;;) {
      const end = inData ? '\r\n.\r\n' : '\r\n';
      const at = received.indexOf(end);
      if (at < 0) return;
      const piece = received.slice(0, at);
      received = received.slice(at + end.length);
      if (inData) {
        mails.push({ to, text: piece.replaceAll('=\r\n', '').replaceAll('=3D', '=') });
        [to, inData] = [[], false];
        answer('250 taken');
        continue;
      }
      const address = /^RCPT TO:<(.*)>/i.exec(piece)?.[1];
      if (address !== undefined) to.push(address);
      inData = /^DATA/i.test(piece);
      answer(inData ? '354 go on' : /^QUIT/i.test(piece) ? '221 bye' : '250 ok');
    }
  });
}
