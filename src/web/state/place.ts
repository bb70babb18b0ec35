import { computed, signal } from '@preact/signals';
import type { PublicSandbox } from '../../accounts/present-sandbox.ts';
import type { PublicAgent } from '../../agents/present.ts';
import { answerOf } from '../../client/client.ts';
import { api, sandboxApi } from './api.ts';
import { load } from './load.ts';

export const sandboxes = load<PublicSandbox[]>(
  async () => (await answerOf(api.storage.sandboxes.$get({ query: {} }))).sandboxes,
);

const address = new URLSearchParams(location.search);
const wantedSandbox = signal(address.get('sandbox'));
const wantedAgent = signal(address.get('agent'));

/** The sandbox that is shown: the one in the address, else `default`, else the first that is active. */
export const sandbox = computed<PublicSandbox | null>(() => {
  const all = sandboxes.data.value ?? [];
  const active = all.filter(({ status }) => status === 'active');
  return (
    all.find(({ sandbox_id }) => sandbox_id === wantedSandbox.value) ??
    active.find(({ name }) => name === 'default') ??
    active[0] ??
    all[0] ??
    null
  );
});
export const sandboxId = computed(() => sandbox.value?.sandbox_id ?? null);

/** What a path below the shown sandbox is filled with. */
export const inSandbox = () => ({ sandbox_id: sandboxId.value ?? '' });

export const agents = load<PublicAgent[]>(async () =>
  sandboxId.value === null ? null : (await answerOf(sandboxApi.agents.$get({ param: inSandbox() }))).agents,
);
export const agent = computed<PublicAgent | null>(() => {
  const all = agents.data.value ?? [];
  return all.find(({ slug }) => slug === wantedAgent.value) ?? all[0] ?? null;
});
export const agentSlug = computed(() => agent.value?.slug ?? null);

/** Keeps a choice in the address, so that loading the page again shows the same. */
export const rememberInAddress = (name: 'sandbox' | 'agent' | 'conversation', value: string | null): void => {
  const next = new URL(location.href);
  if (value === null) next.searchParams.delete(name);
  else next.searchParams.set(name, value);
  history.replaceState(null, '', next);
};

export const chooseSandbox = (sandbox_id: string): void => {
  wantedSandbox.value = sandbox_id;
  rememberInAddress('sandbox', sandbox_id);
};
export const chooseAgent = (slug: string): void => {
  wantedAgent.value = slug;
  rememberInAddress('agent', slug);
};
