import type { AuthKind } from '../domain/auth.ts';
import { namespaceOf } from '../domain/label.ts';
import { type Conversation, isDoubted } from './conversation.ts';
import type { Facts } from './facts.ts';
import { type Flow, flowAwaiting, statePath } from './flow.ts';
import { optionsOf } from './options.ts';
import { code, fillPrompt, listed, numbered, type PromptKey } from './reply.ts';
import { offeredName } from './slot-rules.ts';

/** How a server recognises callers, as a confirmation says it. */
export const authText = (kind: AuthKind | undefined, header: string | undefined): string => {
  if (kind === 'bearer') return 'bearer token (•••• stored, never shown)';
  if (kind === 'header_token') return `custom header \`${header ?? ''}\` (•••• stored, never shown)`;
  return 'none';
};

/** What the scheme calls its credential. */
export const credentialText = (kind: AuthKind | undefined, header: string | undefined): string => {
  if (kind === 'header_token') return `value of the header \`${header ?? ''}\``;
  return kind === 'bearer' ? 'bearer token' : 'credential';
};

const registerValues = (flow: Extract<Flow, { name: 'register' }>, facts: Facts) => {
  const {
    base_url = '',
    auth_kind,
    auth_header,
    name = '',
    sandbox = facts.sandbox.name,
  } = flow.context.slots;
  const atSandbox = flowAwaiting(flow) === 'sandbox';
  return {
    base_url,
    auth: authText(auth_kind, auth_header),
    credential: credentialText(auth_kind, auth_header),
    name,
    namespace: namespaceOf(name),
    sandbox,
    sandboxes: listed(
      facts.sandboxes.map((one) => code(one.name)),
      'or',
    ),
    offered: atSandbox ? facts.sandbox.name : offeredName(flow, facts),
  };
};

const sourceValues = (flow: Exclude<Flow, { name: 'register' }>, facts: Facts) => {
  const source = facts.sources.find(
    ({ data_source_id }) => data_source_id === flow.context.source?.data_source_id,
  );
  return {
    name: source?.name ?? flow.context.source?.name ?? '',
    base_url: source?.base_url ?? '',
    credential: credentialText(source?.auth_kind, source?.auth_header ?? undefined),
    new_url: flow.name === 'update' ? (flow.context.wanted.base_url ?? '') : '',
  };
};

/** The prompt that asks the question of a flow's state. */
export const askKey = (flow: Flow): PromptKey => {
  const movesServer = flow.name === 'update' && flow.context.wanted.base_url !== undefined;
  if (movesServer && flowAwaiting(flow) === 'credential') return 'ask.update.credential_for_url';
  return `ask.${flow.name}.${statePath(flow)}` as PromptKey;
};

/** The open question as text, or null when nothing is asked. */
export const openQuestion = (conversation: Conversation, facts: Facts): string | null => {
  const { question, flow, parked } = conversation;
  const options = numbered(
    optionsOf(conversation, facts)
      .filter(({ id }) => id !== 'cancel')
      .map(({ label }) => label),
  );
  if (question?.awaiting === 'resume')
    return fillPrompt('ask.question.resume', {
      label: question.options[0]?.label.replace(/^Back to /, '') ?? String(parked.length),
    });
  if (question) return fillPrompt(`ask.question.${question.awaiting}`, { options });
  if (!flow || flowAwaiting(flow) === null) return null;
  if (isDoubted(flow)) return fillPrompt('ask.doubted_credential', {});
  const values = flow.name === 'register' ? registerValues(flow, facts) : sourceValues(flow, facts);
  return fillPrompt(askKey(flow), { ...values, options });
};
