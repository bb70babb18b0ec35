import type { View } from '../../../src/concierge/interpreter.ts';
import type { Awaiting } from '../../../src/domain/conversation.ts';

const source = (name: string, number: number, status: View['sources'][number]['status'] = 'active') => ({
  data_source_id: `ds_0${number}`,
  name,
  namespace: name.toLowerCase().replaceAll(' ', '-'),
  status,
});

const sources = ['Library', 'Metrics store', 'Climate', 'Globex search', 'Globex sales', 'Cases'].map(
  (name, at) => source(name, at),
);
const agents = [
  { slug: 'helpdesk', name: 'Helpdesk bot' },
  { slug: 'support', name: 'Support agent' },
  { slug: 'finance', name: 'Finance bot' },
];

export const idle: View = {
  flow: null,
  awaiting: null,
  secret_input: false,
  options: [],
  slots: {},
  offered: {},
  sandbox: 'default',
  sandboxes: ['default', 'blue', 'green', 'staging'],
  sources,
  agents,
};

export const here = 'https://mcp.acme.dev/mcp';
export const there = 'https://tools.globex.dev/mcp';

const option = (id: string, label: string) => ({ id, label });
const optionsOf: Partial<Record<Awaiting, View['options']>> = {
  auth_kind: [
    option('auth:none', 'No authentication'),
    option('auth:bearer', 'Bearer token'),
    option('auth:header_token', 'Custom header'),
  ],
  name: [option('skip', 'Use acme')],
  sandbox: ['default', 'blue', 'green', 'staging'].map((name) => option(`sandbox:${name}`, name)),
  confirmation: [option('confirm', 'Register it'), option('cancel', 'Cancel')],
  repair: [
    option('fix:base_url', 'Fix the URL'),
    option('fix:credential', 'Fix the credential'),
    option('retry', 'Try again'),
    option('discard', 'Discard'),
  ],
  resume: [option('resume', 'Resume'), option('discard', 'Discard')],
};
const slotsOf: Partial<Record<Awaiting, View['slots']>> = {
  base_url: {},
  auth_kind: { base_url: here },
  auth_header: { base_url: here, auth_kind: 'header_token' },
  credential: { base_url: here, auth_kind: 'bearer' },
  name: { base_url: here, auth_kind: 'none' },
  sandbox: { base_url: here, auth_kind: 'none', name: 'Acme' },
  confirmation: {
    base_url: here,
    auth_kind: 'header_token',
    auth_header: 'X-Key',
    has_credential: true,
    name: 'Acme',
    sandbox: 'blue',
  },
  repair: { base_url: here, auth_kind: 'bearer', has_credential: true, name: 'Acme', sandbox: 'blue' },
};

/** The view while a registration asks this question. */
export const asked = (awaiting: Awaiting): View => ({
  ...idle,
  flow: awaiting === 'resume' ? null : 'register',
  awaiting,
  secret_input: awaiting === 'credential',
  options: optionsOf[awaiting] ?? [],
  slots: slotsOf[awaiting] ?? {},
  offered: { name: 'acme', sandbox: 'default' },
});

export const whichSource = (flow: View['flow'], names: string[]): View => ({
  ...idle,
  flow,
  awaiting: 'source',
  options: sources
    .filter(({ name }) => names.includes(name))
    .map(({ data_source_id, name }) => option(`source:${data_source_id}`, name)),
});
export const whichAgent: View = {
  ...idle,
  awaiting: 'agent',
  options: agents.map(({ slug, name }) => option(`agent:${slug}`, name)),
};
const whichReading: View = {
  ...idle,
  awaiting: 'reading',
  options: [
    option('reading:0', 'Revoke Library, for good'),
    option('reading:1', 'Pause Library, to resume it later'),
    option('cancel', 'Cancel'),
  ],
};
export const confirmRevoke: View = {
  ...idle,
  flow: 'revoke',
  awaiting: 'confirmation',
  options: [option('confirm', 'Revoke it'), option('cancel', 'Keep it')],
  slots: { source: 'ds_00' },
};
export const rotating: View = {
  ...idle,
  flow: 'update',
  awaiting: 'credential',
  secret_input: true,
  slots: { source: 'ds_05' },
};

/** Sources whose labels are ordinary words. */
const oddSources = ['server', 'agent', 'source', 'yes', 'tools', '2', '🚀', 'all', 'it'].map((name, at) =>
  source(name, at),
);

/** The situations that the corpus speaks of, by name. */
export const views: Record<string, View> = {
  idle,
  ...Object.fromEntries(
    (
      [
        'base_url',
        'auth_kind',
        'auth_header',
        'credential',
        'name',
        'sandbox',
        'confirmation',
        'repair',
        'resume',
      ] as const
    ).map((awaiting) => [awaiting, asked(awaiting)]),
  ),
  revoke: confirmRevoke,
  rotating,
  agent: whichAgent,
  reading: whichReading,
  odd: { ...idle, sources: oddSources },
  odd_confirmation: { ...asked('confirmation'), sources: oddSources },
  source: whichSource(null, ['Library', 'Metrics store', 'Climate']),
};
