import {
  Client as Client2,
  type Transport,
  StreamableHTTPClientTransport as Transport2,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** What the user of a client is asked. */
export type Question = { mode?: string; message: string; url?: string };
export type Reply = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, boolean> };
/** The user behind a client. */
export type Person = (question: Question) => Promise<Reply> | Reply;

export type Answer = {
  content: { type: string; text: string }[];
  structuredContent?: Record<string, unknown> & {
    outcome?: string;
    source?: { data_source_id: string; status: string; name: string };
    link?: { url: string; expires_at: string };
  };
  isError?: boolean;
};

export type Connected = {
  tools(): Promise<Record<string, unknown>[]>;
  call(name: string, args?: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
};

/** Where a client finds its server: over HTTP, or as a process that it starts. */
export type Place =
  | { url: URL; headers: Record<string, string> }
  | { command: string; args: string[]; env: Record<string, string> };
export type Options = {
  /** Left out: a client that cannot ask. */
  person?: Person;
  modes?: { form?: Record<string, never>; url?: Record<string, never> };
  /** Everything that goes over the wire is kept here, where it is HTTP. */
  frames?: string[];
};
export type Connect = (place: Place, options?: Options) => Promise<Connected>;

const info = { name: 'test', version: '1.0.0' };
export const yes: Reply = { action: 'accept', content: { confirm: true } };

const keeping =
  (frames: string[] = []): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    frames.push(String(init?.body ?? ''), await response.clone().text());
    return response;
  };

const capabilitiesOf = ({ person, modes = { form: {}, url: {} } }: Options) =>
  person === undefined ? {} : { elicitation: modes };

const wrap = (client: Client1 | Client2): Connected => ({
  tools: async () => (await client.listTools()).tools,
  call: async (name, args = {}) => (await client.callTool({ name, arguments: args })) as Answer,
  close: () => client.close(),
});

export const firstGeneration: Connect = async (place, options = {}) => {
  const client = new Client1(info, { capabilities: capabilitiesOf(options) });
  const { person } = options;
  if (person !== undefined)
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => person(params as Question));
  const transport =
    'url' in place
      ? new Transport1(place.url, {
          requestInit: { headers: place.headers },
          fetch: keeping(options.frames),
        })
      : new Stdio1({ ...place, stderr: 'inherit' });
  await client.connect(transport as Parameters<Client1['connect']>[0]);
  return wrap(client);
};

const secondGeneration =
  (mode: 'auto' | 'legacy'): Connect =>
  async (place, options = {}) => {
    const capabilities = capabilitiesOf(options);
    const client = new Client2(info, { versionNegotiation: { mode }, capabilities });
    const { person } = options;
    if (person !== undefined)
      client.setRequestHandler('elicitation/create', async ({ params }) => person(params as Question));
    const transport: Transport =
      'url' in place
        ? new Transport2(place.url, {
            requestInit: { headers: place.headers },
            fetch: keeping(options.frames),
          })
        : new Stdio2({ ...place, stderr: 'inherit' });
    await client.connect(transport);
    return wrap(client);
  };

export const modern = secondGeneration('auto');
export const older = secondGeneration('legacy');

export const clients = [
  ['the first-generation SDK', firstGeneration],
  ['the second-generation SDK, older revision', older],
  ['the second-generation SDK, 2026-07-28', modern],
] as const;

export const textOf = ({ content }: Answer): string => content.map(({ text }) => text).join('\n');
