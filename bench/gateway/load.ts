import { connect, type Socket } from 'node:net';

export type Measurement = { perSecond: number; p50: number; p99: number; calls: number };
/** `wants` is part of every answer. A body makes it a POST. */
export type Subject = { url: string; headers: Record<string, string>; body?: string; wants: string };

const requestBytes = ({ url, headers, body }: Subject): Buffer => {
  const { host, pathname, search } = new URL(url);
  const method = body === undefined ? 'GET' : 'POST';
  const lines = Object.entries({ host, 'content-length': String(Buffer.byteLength(body ?? '')), ...headers });
  return Buffer.from(
    `${method} ${pathname}${search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`,
  );
};

/** The length of the answer at the front of `text`, or -1 while it is incomplete. */
const answerLength = (text: string): number => {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return -1;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : -1;
  const end = text.indexOf('0\r\n\r\n', head + 4);
  return end < 0 ? -1 : end + 5;
};

/** One kept-alive connection that asks again as soon as it is answered; any answer but the wanted one throws. */
const ask = (subject: Subject, until: number, times: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(subject.url);
    const bytes = requestBytes(subject);
    const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let text = '';
    let sentAt = 0;
    const send = (): void => {
      sentAt = performance.now();
      socket.write(bytes);
    };
    socket.setEncoding('latin1');
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const length = answerLength(text);
      if (length < 0) return;
      const now = performance.now();
      if (!text.startsWith('HTTP/1.1 200') || !text.includes(subject.wants))
        return reject(new Error(`not the answer that was wanted: ${text.slice(0, 2000)}`));
      times.push(now - sentAt);
      text = text.slice(length);
      if (now < until) return send();
      socket.destroy();
      resolve();
    });
  });

/** Loads a subject with so many callers for so long. Times in ms. */
export const measure = async (subject: Subject, callers: number, ms: number): Promise<Measurement> => {
  const times: number[] = [];
  const started = performance.now();
  await Promise.all(Array.from({ length: callers }, () => ask(subject, started + ms, times)));
  const elapsed = performance.now() - started;
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { perSecond: (times.length / elapsed) * 1000, p50: at(0.5), p99: at(0.99), calls: times.length };
};
