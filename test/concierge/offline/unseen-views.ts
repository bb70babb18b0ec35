import type { View } from '../../../src/concierge/interpreter.ts';

/** Another world than the corpus', with options as the product shows them. */
const source = (name: string, at: number, status: View['sources'][number]['status'] = 'active') => ({
  data_source_id: `ds_${at}`,
  name,
  namespace: name.toLowerCase().replaceAll(' ', '-'),
  status,
});
const option = (id: string, label: string) => ({ id, label });
const cancel = option('cancel', 'Cancel');

const idle: View = {
  flow: null,
  awaiting: null,
  secret_input: false,
  options: [],
  slots: {},
  offered: {},
  sandbox: 'dev',
  sandboxes: ['dev', 'staging', 'prod'],
  sources: [
    source('Customer base', 1),
    source('Billing', 2, 'paused'),
    source('Wiki', 3),
    source('Wiki archive', 4),
    source('Climate', 5, 'error'),
    source('Ticket desk', 6),
  ],
  agents: [
    { slug: 'support', name: 'Support agent' },
    { slug: 'ops', name: 'Ops bot' },
    { slug: 'sales-bot', name: 'Sales' },
  ],
};
const base_url = 'https://mcp.acme.io/mcp';
const full: View['slots'] = {
  base_url,
  auth_kind: 'header_token',
  auth_header: 'X-Acme-Key',
  has_credential: true,
  name: 'Acme',
  sandbox: 'dev',
};
const offered = { name: 'acme', sandbox: 'dev' };

type Asked = Pick<View, 'awaiting' | 'options'> & Partial<View>;
const registering = (view: Asked): View => ({ ...idle, flow: 'register', offered, ...view });
const confirming = (flow: View['flow'], yes: string, no: string): View => ({
  ...idle,
  flow,
  awaiting: 'confirmation',
  options: [option('confirm', yes), option('deny', no)],
  slots: { source: 'ds_2' },
});
const bearer: View['slots'] = { base_url, auth_kind: 'bearer' };
const pick = ({ data_source_id, name }: View['sources'][number]) => option(`source:${data_source_id}`, name);

export const unseenViews: Record<string, View> = {
  idle,
  base_url: registering({ awaiting: 'base_url', options: [cancel] }),
  auth_kind: registering({
    awaiting: 'auth_kind',
    options: [
      option('auth:none', 'No authentication'),
      option('auth:bearer', 'Bearer token'),
      option('auth:header_token', 'Custom header'),
      cancel,
    ],
    slots: { base_url },
  }),
  auth_header: registering({
    awaiting: 'auth_header',
    options: [cancel],
    slots: { base_url, auth_kind: 'header_token' },
  }),
  credential: registering({ awaiting: 'credential', options: [cancel], secret_input: true, slots: bearer }),
  doubt: registering({
    awaiting: 'credential',
    options: [option('confirm', 'Yes, that is it'), option('deny', 'No'), cancel],
    slots: bearer,
  }),
  name: registering({
    awaiting: 'name',
    options: [option('skip', 'Use acme'), cancel],
    slots: { ...bearer, has_credential: true },
  }),
  sandbox: registering({
    awaiting: 'sandbox',
    options: [...idle.sandboxes.map((name) => option(`sandbox:${name}`, name)), cancel],
    slots: { base_url, auth_kind: 'none', name: 'Acme' },
  }),
  confirmation: registering({
    awaiting: 'confirmation',
    options: [option('confirm', 'Register it'), option('deny', 'Change something'), cancel],
    slots: full,
  }),
  repair: registering({
    awaiting: 'repair',
    options: [
      option('fix:base_url', 'Fix the URL'),
      option('fix:credential', 'Fix the credential'),
      option('retry', 'Try again'),
      option('discard', 'Discard it'),
    ],
    slots: { ...full, auth_kind: 'bearer' },
  }),
  resume: {
    ...idle,
    awaiting: 'resume',
    options: [option('resume', 'Back to registering acme'), option('discard', 'Drop it')],
  },
  revoke: confirming('revoke', 'Revoke it', 'Keep it'),
  changing: confirming('update', 'Change it', 'Leave it as it is'),
  revsource: {
    ...idle,
    flow: 'revoke',
    awaiting: 'source',
    options: [...idle.sources.slice(2, 4).map(pick), cancel],
  },
  source: { ...idle, awaiting: 'source', options: idle.sources.map(pick) },
  agent: {
    ...idle,
    awaiting: 'agent',
    options: idle.agents.map(({ slug, name }) => option(`agent:${slug}`, name)),
  },
  rotating: {
    ...idle,
    flow: 'update',
    awaiting: 'credential',
    options: [cancel],
    secret_input: true,
    slots: { source: 'ds_2' },
  },
};
