import type { Source } from '../domain/source.ts';
import { awaitingOf, type Conversation, flowLabel, slotsOf, wantsSecret } from './conversation.ts';
import type { FlowState } from './events.ts';
import type { Facts } from './facts.ts';
import type { View } from './interpreter.ts';
import { optionsOf } from './options.ts';
import { offeredName } from './slot-rules.ts';

const viewOfSource = (
  { sandboxes }: Facts,
  { data_source_id, name, namespace, status, base_url, sandbox_id }: Source,
): View['sources'][number] => {
  const own = sandboxes.length > 1 ? sandboxes.find((one) => one.sandbox_id === sandbox_id) : undefined;
  return { data_source_id, name, namespace, status, base_url, ...(own && { sandbox: own.name }) };
};

/** What the interpreters may know of a conversation. */
export const viewOf = (conversation: Conversation, facts: Facts): View => ({
  flow: conversation.flow?.name ?? null,
  awaiting: awaitingOf(conversation),
  secret_input: wantsSecret(conversation),
  options: optionsOf(conversation, facts),
  slots: slotsOf(conversation.flow),
  offered: {
    ...(conversation.flow?.name === 'register' && { name: offeredName(conversation.flow, facts) }),
    sandbox: facts.sandbox.name,
  },
  sandbox: facts.sandbox.name,
  sandboxes: facts.sandboxes.map(({ name }) => name),
  sources: facts.sources.map((source) => viewOfSource(facts, source)),
  agents: facts.agents.map(({ slug, name }) => ({ slug, name })),
});

/** What a client shows of a conversation. */
export const flowStateOf = (conversation: Conversation, facts: Facts): FlowState => ({
  version: conversation.version,
  flow: conversation.flow?.name ?? null,
  awaiting: awaitingOf(conversation),
  slots: slotsOf(conversation.flow),
  options: optionsOf(conversation, facts),
  secret_input: wantsSecret(conversation),
  interrupted: conversation.parked.map((flow) => ({ flow: flow.name, label: flowLabel(flow) })),
});
