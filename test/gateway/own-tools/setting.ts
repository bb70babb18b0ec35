import { startFixtureServers } from '../../fixtures/servers.ts';
import { bearer, startGateway } from '../setting.ts';
import type { Connect, Options, Question } from './clients.ts';

/** The real app with servers to speak of, and a way to follow the links that it gives. */
export const startSetting = async () => {
  const [gateway, servers] = await Promise.all([startGateway(), startFixtureServers()]);
  const place = { url: new URL('/mcp/concierge', gateway.url), headers: bearer(gateway.key) };
  const sources = async (): Promise<{ data_source_id: string; name: string; status: string }[]> =>
    (await gateway.ask('GET', `${gateway.storage}/sources`)).json.sources;

  return {
    ...gateway,
    servers,
    place,
    connect: (connect: Connect, options?: Options) => connect(place, options),
    sources,
    named: async (name: string) => (await sources()).find((source) => source.name === name),
    /** What the page does with a link: `confirm`, `deny` or `credential`. */
    follow: (url: string, step: string, body: object = {}) =>
      gateway.ask('POST', `/api/v1${new URL(url).pathname}/${step}`, body),
    /** A user who pastes a credential into the page of a link. */
    pasting:
      (value: string, questions: Question[] = []) =>
      async (question: Question) => {
        questions.push(question);
        await gateway.ask('POST', `/api/v1${new URL(question.url ?? '').pathname}/credential`, { value });
        return { action: 'accept' } as const;
      },
    close: async () => {
      await gateway.close();
      await servers.close();
    },
  };
};

export type Setting = Awaited<ReturnType<typeof startSetting>>;
