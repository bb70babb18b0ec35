import { createAccount } from '../../src/accounts/create-account.ts';
import { createSandbox } from '../../src/accounts/create-sandbox.ts';
import { createAgent } from '../../src/agents/create.ts';
import { createCatalog } from '../../src/catalog/catalog.ts';
import type { Command } from '../../src/concierge/commands.ts';
import { createConcierge } from '../../src/concierge/concierge.ts';
import type { Concierge, FlowState, TurnEvent, TurnInput, Usage } from '../../src/concierge/events.ts';
import { type Interpreter, understoodAs } from '../../src/concierge/interpreter.ts';
import { createOfflineInterpreter } from '../../src/concierge/offline/interpreter.ts';
import type { Caller } from '../../src/domain/account.ts';
import { Credential } from '../../src/domain/credential.ts';
import type { Source } from '../../src/domain/source.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import type { SourcesDeps } from '../../src/sources/deps.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import { startFixtureServers } from '../fixtures/servers.ts';

/** What one turn gave. */
export type Heard = {
  frames: TurnEvent[];
  names: string[];
  text: string;
  /** The last `flow_state`; throws when there is none. */
  state: FlowState;
  tools: string[];
  error: { message: string; type: string } | null;
  stop_reason: string | null;
  usage: Usage | null;
};

export type TalkOptions = {
  sandboxes?: string[];
  /** Slugs. */
  agents?: string[];
  /** Wraps the store, to fail or to wait. */
  store?: (store: Store) => Store;
  /** Understands instead of the offline interpreter, which stands behind it. */
  interpreter?: (offline: Interpreter) => Interpreter;
};

const heardIn = (frames: TurnEvent[]): Heard => {
  const all = <Name extends TurnEvent['event']>(event: Name) =>
    frames.flatMap((frame) =>
      frame.event === event ? [frame.data as Extract<TurnEvent, { event: Name }>['data']] : [],
    );
  return {
    frames,
    names: frames.map(({ event }) => event),
    text: all('agent_text_delta')
      .map(({ text }) => text)
      .join(''),
    get state() {
      const last = all('flow_state').at(-1);
      if (last === undefined) throw new Error(`No flow_state: ${JSON.stringify(frames)}`);
      return last;
    },
    tools: all('agent_tool_call').map(({ name }) => name),
    error: all('agent_error')[0] ?? null,
    stop_reason: all('agent_finish')[0]?.stop_reason ?? null,
    usage: all('agent_finish')[0]?.usage ?? null,
  };
};

/** The real rooms over a store in memory and fixture servers; every conversation has an account of its own. */
export const openStage = async () => {
  const servers = await startFixtureServers();
  const egress = createNodeEgress({ policy: { mode: 'private', allow: [] } });
  const upstream = createUpstream({ egress });
  const vault = createVault(await parseKeyRing(btoa('0123456789abcdef0123456789abcdef')));
  const clock = { ahead_ms: 0 };
  const now = (): Date => new Date(Date.now() + clock.ahead_ms);

  const startTalk = async (options: TalkOptions = {}) => {
    const memory = createMemoryStore({ now: () => now().getTime() });
    const store = options.store?.(memory) ?? memory;
    const { user_id, sandbox_id } = await createAccount({ store: memory, now });
    const caller: Caller = { user_id };
    for (const name of options.sandboxes ?? []) await createSandbox({ store: memory, now }, caller, { name });
    for (const slug of options.agents ?? [])
      await createAgent({ store: memory, now, default_model: 'claude-haiku-5-5' }, caller, {
        sandbox_id,
        slug,
        name: `${slug} agent`,
        system_prompt: 'Be brief.',
        model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
      });
    const deps: SourcesDeps = { store, vault, egress, upstream, now, max_rate_cap_per_minute: 600 };
    const logged: string[] = [];
    const write = (fields: object, message: string) =>
      void logged.push(JSON.stringify({ ...fields, message }));
    const log = { debug: write, info: write, warn: write, error: write };
    const catalog = createCatalog({ ...deps, ttl_ms: 60_000, deadline_ms: 1500 });
    const offline = createOfflineInterpreter();
    const understanding = options.interpreter?.(offline) ?? offline;
    const scripted: Command[][] = [];
    const interpreter: Interpreter = {
      interpret: (message) => {
        const commands = scripted.shift();
        return commands ? understoodAs(commands) : understanding.interpret(message);
      },
    };
    /** One more instance of the app over the same store. */
    const instance = (): Concierge => createConcierge({ ...deps, catalog, log, interpreter });
    const concierge = instance();
    let session_id: string | undefined;

    const take = async (input: TurnInput, signal = new AbortController().signal): Promise<Heard> => {
      const turn = await concierge.beginTurn(caller, {
        sandbox_id,
        ...(session_id === undefined ? {} : { session_id }),
        input,
        signal,
      });
      session_id = turn.session_id;
      const frames: TurnEvent[] = [];
      for await (const frame of turn.events) frames.push(frame);
      return heardIn(frames);
    };
    const say = (text: string, signal?: AbortSignal) => take({ kind: 'message', text }, signal);

    const sources = async (): Promise<Source[]> =>
      (await memory.list<Source>(`{${user_id}}/source/`)).entries
        .map(({ value }) => value)
        .sort((one, other) => one.name.localeCompare(other.name));

    return {
      caller,
      sandbox_id,
      store: memory,
      deps,
      concierge,
      instance,
      logged,
      say,
      /** A message that the interpreter understands as exactly these commands; no credential, whatever is asked. */
      propose: (...commands: Command[]) => {
        scripted.push(commands);
        return say('please list my sources');
      },
      credential: (value: string, signal?: AbortSignal) =>
        take({ kind: 'credential', value: new Credential(value) }, signal),
      reply: (id: string, version?: number) =>
        take({ kind: 'reply', id, ...(version === undefined ? {} : { version }) }),
      session: () => session_id!,
      view: () => concierge.getSession(caller, sandbox_id, session_id!),
      sources,
      source: async (name: string) => (await sources()).find((source) => source.name === name),
      /** Credentials that wait in a conversation. */
      staged: async () => (await memory.list(`{${user_id}}/staged-secret/`)).entries.length,
      stored: async () => JSON.stringify((await memory.list(`{${user_id}}/`)).entries),
    };
  };

  return {
    servers,
    startTalk,
    pass: (ms: number) => {
      clock.ahead_ms += ms;
    },
    close: () => Promise.all([upstream.close(), egress.close(), servers.close()]),
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;
export type Talk = Awaited<ReturnType<Stage['startTalk']>>;

/** Says one after the other, and gives the last answer's text. */
export const sayAll = async (talk: Talk, ...said: string[]): Promise<string> => {
  let last = '';
  for (const text of said) last = (await talk.say(text)).text;
  return last;
};

/** A conversation in which servers without authentication are registered under these names. */
export const withSources = async (stage: Stage, ...names: string[]): Promise<Talk> => {
  const talk = await stage.startTalk();
  for (const name of names)
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it ${name}`, 'yes');
  return talk;
};

/** One field of each source, by its name. */
export const eachSource = async <Field extends keyof Source>(
  talk: Talk,
  field: Field,
): Promise<Record<string, Source[Field]>> =>
  Object.fromEntries((await talk.sources()).map((source) => [source.name, source[field]]));
