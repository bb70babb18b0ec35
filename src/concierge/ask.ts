import type { AuthKind } from '../domain/auth.ts';
import { namespaceOf } from '../domain/label.ts';
import type { Source } from '../domain/source.ts';
import { type Conversation, isDoubted, onlySuggested } from './conversation.ts';
import type { Facts } from './facts.ts';
import { type Flow, flowAwaiting, statePath } from './flow.ts';
import { credentialWay, optionsOf } from './options.ts';
import { bullets, code, fillPrompt, listed, numbered, type PromptKey, say } from './reply.ts';
import { offeredName } from './slot-rules.ts';
import { suggestedUrl } from './suggestion.ts';
import { twinText } from './twin.ts';
import { nowhere, whereaboutsOf } from './whereabouts.ts';

/** How a server recognises callers, as a confirmation says it. */
export const authText = (kind: AuthKind | undefined, header: string | undefined): string => {
  if (kind === 'bearer') return 'bearer token (•••• stored, never shown)';
  if (kind === 'header_token') return `custom header \`${header ?? ''}\` (•••• stored, never shown)`;
  return 'none';
};

/** The same where no credential is stored yet. */
export const plainAuth = (kind: AuthKind | undefined, header: string | null | undefined): string => {
  if (kind === 'header_token') return `custom header \`${header ?? ''}\``;
  return kind === 'bearer' ? 'bearer token' : 'none';
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
    server: flow.context.slots.name ?? 'the server',
    auth: authText(auth_kind, auth_header),
    credential: credentialText(auth_kind, auth_header),
    name,
    namespace: namespaceOf(name),
    sandbox,
    twin: twinText(facts.sources, base_url, facts.sandboxes.find((one) => one.name === sandbox)?.sandbox_id),
    sandboxes: listed(
      facts.sandboxes.map((one) => code(one.name)),
      'or',
    ),
    suggestion: suggestedUrl(flow) ?? '',
    offered: atSandbox ? facts.sandbox.name : offeredName(flow, facts),
  };
};

/** A label, and what its tools are called then; a namespace that was set by hand stays. */
const labelChange = (source: Source | undefined, name: string): string => {
  const follows = source !== undefined && source.namespace === namespaceOf(source.name);
  const tools = follows ? ` (tools will be named \`${namespaceOf(name)}__…\`)` : '';
  return `Label: ${source?.name ?? ''} → ${name}${tools}`;
};

/** All that an update will change, a line each: what a yes does is what is shown. */
const changesOf = (flow: Extract<Flow, { name: 'update' }>, source: Source | undefined): string => {
  const { wanted, has_credential } = flow.context;
  const kind = wanted.auth_kind ?? source?.auth_kind;
  const header = wanted.auth_header ?? source?.auth_header;
  const auth = wanted.auth_kind !== undefined || wanted.auth_header !== undefined;
  return bullets([
    ...(wanted.name ? [labelChange(source, wanted.name)] : []),
    ...(wanted.base_url ? [`URL: \`${source?.base_url ?? ''}\` → \`${wanted.base_url}\``] : []),
    ...(auth
      ? [`Authentication: ${plainAuth(source?.auth_kind, source?.auth_header)} → ${plainAuth(kind, header)}`]
      : []),
    ...(has_credential ? ['Credential: the new one (•••• stored, never shown)'] : []),
    ...(kind === 'none' && source?.has_credential ? ['Credential: the stored one is destroyed'] : []),
  ]);
};

/** A revocation speaks of a credential only when there is one. */
export const andCredential = ({ has_credential }: Pick<Source, 'has_credential'>): string =>
  has_credential ? ` ${say('ask.revoke.and_credential')}` : '';

const sourceValues = (flow: Extract<Flow, { name: 'revoke' | 'update' }>, facts: Facts) => {
  const source = facts.sources.find(
    ({ data_source_id }) => data_source_id === flow.context.source?.data_source_id,
  );
  return {
    name: source?.name ?? flow.context.source?.name ?? '',
    base_url: source?.base_url ?? '',
    ...(source ? whereaboutsOf(facts, source) : nowhere(flow.context.source?.name ?? '')),
    and_credential: source ? andCredential(source) : '',
    credential: credentialText(source?.auth_kind, source?.auth_header ?? undefined),
    ...(flow.name === 'update' && updateValues(flow, source)),
  };
};

const updateValues = (flow: Extract<Flow, { name: 'update' }>, source: Source | undefined) => {
  const { wanted, previous_url } = flow.context;
  return {
    credential: credentialText(
      wanted.auth_kind ?? source?.auth_kind,
      wanted.auth_header ?? source?.auth_header ?? undefined,
    ),
    new_url: wanted.base_url ?? '',
    or_back: previous_url === null ? '' : `, go back to ${code(previous_url)}`,
    changes: changesOf(flow, source),
  };
};

const valuesOf = (flow: Flow, facts: Facts): Record<string, string> => {
  if (flow.name === 'register') return registerValues(flow, facts);
  return flow.name === 'create_sandbox' ? { name: flow.context.name ?? '' } : sourceValues(flow, facts);
};

/** The prompt that asks the question of a flow's state. */
export const askKey = (flow: Flow): PromptKey => {
  if (flow.name === 'update' && statePath(flow) === 'filling.credential') {
    const { wanted } = flow.context;
    const isStored = flow.context.source?.auth_kind !== 'none';
    if (wanted.base_url !== undefined && isStored) return 'ask.update.credential_for_url';
    if (wanted.auth_kind !== undefined) return 'ask.update.credential_for_scheme';
  }
  if (statePath(flow) === 'repair.choosing' && suggestedUrl(flow)) return 'ask.register.suggestion';
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
  if (question && 'wanted' in question && question.wanted !== undefined) {
    const wanted = code(question.wanted);
    return onlySuggested(question) === null
      ? fillPrompt('ask.question.near', { wanted, options })
      : say('ask.question.near_one', { wanted, name: question.options[0]!.label });
  }
  if (question) return fillPrompt(`ask.question.${question.awaiting}`, { options });
  if (!flow || flowAwaiting(flow) === null) return null;
  if (isDoubted(flow)) return fillPrompt('ask.doubted_credential', {});
  return fillPrompt(askKey(flow), {
    ...valuesOf(flow, facts),
    mend_credential: credentialWay(flow),
    options,
  });
};
