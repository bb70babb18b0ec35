import type { Command } from '../../src/concierge/commands.ts';
import type { Awaiting, FlowName } from '../../src/domain/conversation.ts';
import type { Stage, Talk, TalkOptions } from './driver.ts';

type Step = { propose: Command[] } | { credential: string } | { reply: string } | { say: string };

/** A waiting state: how a conversation comes to it, and what it then waits for. */
export type WaitingState = {
  name: string;
  flow: FlowName | null;
  awaiting: Awaiting;
  steps: (stage: Stage) => Step[];
};

const propose = (...commands: Command[]): Step => ({ propose: commands });
const register = (slots: Partial<Extract<Command, { command: 'register' }>> = {}): Step =>
  propose({ command: 'register', ...slots });

/** Registered before each state is entered, so that there is something to ask about. */
const given = ({ servers }: Stage): Step[] =>
  ['Alpha', 'Beta'].flatMap((name) => [
    register({ base_url: servers.url('open'), auth_kind: 'none', name, sandbox: 'default' }),
    { reply: 'confirm' },
  ]);

const acme = 'https://mcp.acme.dev/mcp';
const broken = ({ servers }: Stage, url = servers.url('bearer')): Step[] => [
  register({ base_url: url, auth_kind: 'bearer', name: 'Desk', sandbox: 'default' }),
  { credential: servers.token.bad },
  { reply: 'confirm' },
];
const desk = ({ servers }: Stage): Step[] => [
  register({ base_url: servers.url('bearer'), auth_kind: 'bearer', name: 'Desk', sandbox: 'default' }),
  { credential: servers.token.good },
  { reply: 'confirm' },
];
const update = (fields: Partial<Extract<Command, { command: 'update' }>>): Step =>
  propose({ command: 'update', source: 'Desk', ...fields });

/** Without authentication at a server that refuses it. */
const moved = (stage: Stage): Step[] => [...desk(stage), update({ auth_kind: 'none' }), { reply: 'confirm' }];

const state = (
  name: string,
  flow: FlowName | null,
  awaiting: Awaiting,
  steps: (stage: Stage) => Step[],
): WaitingState => ({ name, flow, awaiting, steps });

/** Every question of every flow, and the questions beside them. */
export const waitingStates: WaitingState[] = [
  state('register, base_url', 'register', 'base_url', () => [register()]),
  state('register, auth_kind', 'register', 'auth_kind', () => [register({ base_url: acme })]),
  state('register, auth_header', 'register', 'auth_header', () => [
    register({ base_url: acme, auth_kind: 'header_token' }),
  ]),
  state('register, credential', 'register', 'credential', () => [
    register({ base_url: acme, auth_kind: 'bearer' }),
  ]),
  state('register, credential in doubt', 'register', 'credential', () => [
    register({ base_url: acme, auth_kind: 'bearer' }),
    { say: 'correct horse battery staple' },
  ]),
  state('register, name', 'register', 'name', () => [register({ base_url: acme, auth_kind: 'none' })]),
  state('register, sandbox', 'register', 'sandbox', () => [
    register({ base_url: acme, auth_kind: 'none', name: 'Acme' }),
  ]),
  state('register, confirmation', 'register', 'confirmation', ({ servers }) => [
    register({ base_url: acme, auth_kind: 'bearer', name: 'Acme', sandbox: 'default' }),
    { credential: servers.token.good },
  ]),
  state('register, repair', 'register', 'repair', broken),
  state('register, repair with a suggestion', 'register', 'repair', (stage) =>
    broken(stage, new URL(stage.servers.url('bearer')).origin),
  ),
  state('register, base_url in repair', 'register', 'base_url', (stage) => [
    ...broken(stage),
    { reply: 'fix:base_url' },
  ]),
  state('register, credential in repair', 'register', 'credential', (stage) => [
    ...broken(stage),
    { reply: 'fix:credential' },
  ]),
  state('register, auth_kind in repair', 'register', 'auth_kind', ({ servers }) => [
    register({ base_url: servers.url('bearer'), auth_kind: 'none', name: 'Desk', sandbox: 'default' }),
    { reply: 'confirm' },
    { reply: 'fix:credential' },
  ]),
  state('register, auth_header in repair', 'register', 'auth_header', (stage) => [
    ...broken(stage),
    propose({ command: 'set', auth_kind: 'header_token' }),
  ]),
  state('revoke, source', 'revoke', 'source', () => [propose({ command: 'revoke' })]),
  state('revoke, confirmation', 'revoke', 'confirmation', () => [
    propose({ command: 'revoke', source: 'Alpha' }),
  ]),
  state('update, base_url', 'update', 'base_url', (stage) => [...desk(stage), update({ what: 'base_url' })]),
  state('update, auth_kind', 'update', 'auth_kind', (stage) => [
    ...desk(stage),
    update({ what: 'auth_kind' }),
  ]),
  state('update, auth_header', 'update', 'auth_header', (stage) => [
    ...desk(stage),
    update({ auth_kind: 'header_token' }),
  ]),
  state('update, name', 'update', 'name', (stage) => [...desk(stage), update({ what: 'name' })]),
  state('update, credential', 'update', 'credential', (stage) => [...desk(stage), update({ rotate: true })]),
  state('update, credential for another server', 'update', 'credential', (stage) => [
    ...desk(stage),
    update({ base_url: acme }),
  ]),
  state('update, repair', 'update', 'repair', moved),
  state('update, base_url in repair', 'update', 'base_url', (stage) => [
    ...moved(stage),
    { reply: 'fix:base_url' },
  ]),
  state('update, auth_kind in repair', 'update', 'auth_kind', (stage) => [
    ...moved(stage),
    { reply: 'fix:credential' },
  ]),
  state('update, confirmation', 'update', 'confirmation', (stage) => [
    ...desk(stage),
    update({ base_url: `${stage.servers.url('bearer')}?v=2` }),
  ]),
  state('create_sandbox, name', 'create_sandbox', 'name', () => [propose({ command: 'create_sandbox' })]),
  state('create_sandbox, confirmation', 'create_sandbox', 'confirmation', () => [
    propose({ command: 'create_sandbox', name: 'qa' }),
  ]),
  state('which source', null, 'source', () => [propose({ command: 'test' })]),
  state('which agent', null, 'agent', () => [propose({ command: 'list_tools', agent: 'my agent' })]),
  state('which reading', null, 'reading', () => [
    propose({
      command: 'clarify',
      readings: [
        { command: 'revoke', source: 'Alpha' },
        { command: 'pause', source: 'Alpha' },
      ],
    }),
  ]),
  state('resume', null, 'resume', () => [
    register({ base_url: acme }),
    propose({ command: 'revoke', source: 'Alpha' }),
    { reply: 'deny' },
  ]),
];

const take = (talk: Talk, step: Step) => {
  if ('propose' in step) return talk.propose(...step.propose);
  if ('credential' in step) return talk.credential(step.credential);
  return 'reply' in step ? talk.reply(step.reply) : talk.say(step.say);
};

/** A conversation that waits there, with two sources, two agents and two sandboxes around it. */
export const waitAt = async (
  stage: Stage,
  { name, flow, awaiting, steps }: WaitingState,
  options: TalkOptions = {},
): Promise<Talk> => {
  const around = { sandboxes: ['staging'], agents: ['support', 'triage'] };
  const talk = await stage.startTalk({ ...around, ...options });
  for (const step of [...given(stage), ...steps(stage)]) {
    const { error, text } = await take(talk, step);
    if (error) throw new Error(`On the way to "${name}": ${text} ${error.message} ${talk.logged}`);
  }
  const view = await talk.view();
  if (view.flow !== flow || view.awaiting !== awaiting)
    throw new Error(`"${name}" waits for ${view.flow} ${view.awaiting}.`);
  return talk;
};
