import { signal } from '@preact/signals';
import { answerOf } from '../../client/client.ts';
import { sandboxApi, sentenceOf } from './api.ts';
import { load } from './load.ts';
import { agentSlug, inSandbox, sandboxId } from './place.ts';

const askSources = () => answerOf(sandboxApi.sources.$get({ param: inSandbox(), query: {} }));
const askTools = () => answerOf(sandboxApi.agents.tools.$get({ param: inSandbox(), query: {} }));
const askAgentTools = (slug: string) =>
  answerOf(sandboxApi.agents[':slug'].tools.$get({ param: { ...inSandbox(), slug }, query: {} }));

export type Source = Awaited<ReturnType<typeof askSources>>['sources'][number];
export type Tools = Awaited<ReturnType<typeof askTools>>;
export type Tool = Tools['tools'][number];
export type AgentTools = Awaited<ReturnType<typeof askAgentTools>>;

export const sources = load<Source[]>(async () =>
  sandboxId.value === null ? null : (await askSources()).sources,
);

/** Every callable tool of the sandbox. */
export const tools = load<Tools>(async () => (sandboxId.value === null ? null : askTools()));

/** What the chosen agent can call, and why the rest is missing. */
export const agentTools = load<AgentTools>(async () => {
  const slug = agentSlug.value;
  return sandboxId.value === null || slug === null ? null : askAgentTools(slug);
});

const sourceApi = sandboxApi.sources[':data_source_id'];
const of = (data_source_id: string) => ({ ...inSandbox(), data_source_id });

export const toolsOfSource = async (data_source_id: string) =>
  (await answerOf(sourceApi.$get({ param: of(data_source_id) }))).tools;

export type SourceTool = Awaited<ReturnType<typeof toolsOfSource>>[number];

/** What is being done to which source, and what went wrong with it last. */
export const working = signal<ReadonlyMap<string, SourceVerb>>(new Map());
export const sourceErrors = signal<ReadonlyMap<string, string>>(new Map());

const verbs = {
  test: (id: string) => answerOf(sourceApi['user-mcp'].test.$post({ param: of(id) })),
  revoke: (id: string) => answerOf(sourceApi['user-mcp'].revoke.$post({ param: of(id) })),
  pause: (id: string) => answerOf(sourceApi.pause.$post({ param: of(id) })),
  resume: (id: string) => answerOf(sourceApi.resume.$post({ param: of(id) })),
  remove: (id: string) => answerOf(sourceApi.$delete({ param: of(id) })),
  accept: (id: string) => answerOf(sourceApi['accept-tools'].$post({ param: of(id) })),
};
export type SourceVerb = keyof typeof verbs | 'rename';

const without = <V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> => {
  const next = new Map(map);
  next.delete(key);
  return next;
};

export const reloadSources = async (): Promise<void> => {
  await Promise.all([sources.reload(), tools.reload(), agentTools.reload()]);
};

/** Without the name that a field has in the API: of a source one thing at a time is changed here. */
const withoutField = (sentence: string): string =>
  sentence.replace(/^`\w+`: (.)/, (_, first: string) => first.toUpperCase());

const doing = async (id: string, verb: SourceVerb, work: () => Promise<unknown>): Promise<boolean> => {
  working.value = new Map([...working.value, [id, verb]]);
  sourceErrors.value = without(sourceErrors.value, id);
  let done = true;
  try {
    await work();
  } catch (error) {
    done = false;
    sourceErrors.value = new Map([...sourceErrors.value, [id, withoutField(sentenceOf(error))]]);
  }
  await reloadSources();
  working.value = without(working.value, id);
  return done;
};

/** Does it, and shows what came of it. Never throws: what went wrong stands in `sourceErrors`. */
export const doToSource = (id: string, verb: keyof typeof verbs): Promise<boolean> =>
  doing(id, verb, () => verbs[verb](id));

export const renameSource = (id: string, name: string): Promise<boolean> =>
  doing(id, 'rename', () => answerOf(sourceApi.$patch({ param: of(id), json: { name } })));
