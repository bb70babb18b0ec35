import type { AuthKind } from '../domain/auth.ts';
import type { Option } from '../domain/conversation.ts';
import type { Source } from '../domain/source.ts';
import { awaitingOf, type Conversation, isDoubted } from './conversation.ts';
import type { Facts } from './facts.ts';
import { type Flow, isOptional } from './flow.ts';
import { offeredName } from './slot-rules.ts';
import { suggestedUrl } from './suggestion.ts';
import { whereaboutsOf } from './whereabouts.ts';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const cancel: Option = { id: 'cancel', label: 'Cancel' };

/** One of another sandbox than the conversation's says which. */
export const sourceOption = (facts: Facts, source: Source): Option => ({
  id: `source:${source.data_source_id}`,
  label: whereaboutsOf(facts, source).said,
});

const confirmation: Record<Flow['name'], Option[]> = {
  register: [{ id: 'confirm', label: 'Register it' }, { id: 'deny', label: 'Change something' }, cancel],
  revoke: [
    { id: 'confirm', label: 'Revoke it' },
    { id: 'deny', label: 'Keep it' },
  ],
  update: [
    { id: 'confirm', label: 'Change it' },
    { id: 'deny', label: 'Leave it as it is' },
  ],
  create_sandbox: [
    { id: 'confirm', label: 'Create it' },
    { id: 'deny', label: 'Do not create it' },
  ],
};

const authKindOf = (flow: Flow): AuthKind | undefined => {
  if (flow.name === 'register') return flow.context.slots.auth_kind;
  return flow.name === 'update' ? flow.context.source?.auth_kind : undefined;
};

/** A server without authentication has no credential to fix. */
export const credentialWay = (flow: Flow | null): string =>
  flow !== null && authKindOf(flow) === 'none' ? 'give it a credential' : 'fix the credential';

const mending = (flow: Flow): Option[] => [
  { id: 'fix:base_url', label: 'Fix the URL' },
  { id: 'fix:credential', label: capitalised(credentialWay(flow)) },
  { id: 'retry', label: 'Try again' },
];

/** A change can go back to where the source was; it had a life before, so nothing discards it in one press. */
const repairOfUpdate = (flow: Flow, previous_url: string | null): Option[] => [
  ...mending(flow),
  ...(previous_url === null ? [] : [{ id: 'fix:previous_url', label: `Back to ${previous_url}` }]),
  { id: 'cancel', label: 'Leave it as it is' },
];

/** An address that is probably the right one comes first. */
const repairOptions = (flow: Flow): Option[] => {
  if (flow.name === 'update') return repairOfUpdate(flow, flow.context.previous_url);
  const repair = [...mending(flow), { id: 'discard', label: 'Discard it' }];
  const suggested = suggestedUrl(flow);
  return suggested === null ? repair : [{ id: 'fix:suggested_url', label: `Try ${suggested}` }, ...repair];
};

const authKinds: Option[] = [
  { id: 'auth:none', label: 'No authentication' },
  { id: 'auth:bearer', label: 'Bearer token' },
  { id: 'auth:header_token', label: 'Custom header' },
  cancel,
];

/** The two ways to send what the header `Authorization` carries. */
export const bearerOrHeader = (header: string): Option[] => [
  { id: 'auth:bearer', label: 'Bearer token' },
  { id: 'auth:header_token', label: `Custom header ${header}` },
  cancel,
];

const flowOptions = (flow: Flow, conversation: Conversation, facts: Facts): Option[] => {
  switch (awaitingOf(conversation)) {
    case 'auth_kind':
      return authKinds;
    case 'name':
      return isOptional(flow) ? [{ id: 'skip', label: `Use ${offeredName(flow, facts)}` }, cancel] : [cancel];
    case 'sandbox':
      return [...facts.sandboxes.map(({ name }) => ({ id: `sandbox:${name}`, label: name })), cancel];
    case 'confirmation':
      return confirmation[flow.name];
    case 'repair':
      return repairOptions(flow);
    case 'source':
      return [...candidates(flow, facts).map((source) => sourceOption(facts, source)), cancel];
    case 'credential':
      return isDoubted(flow)
        ? [{ id: 'confirm', label: 'Yes, that is it' }, { id: 'deny', label: 'No' }, cancel]
        : [cancel];
    default:
      return [cancel];
  }
};

const candidates = (flow: Flow, { sources }: Facts): Source[] => {
  const named = flow.name === 'revoke' ? flow.context.candidates : [];
  return named.length === 0
    ? sources
    : sources.filter(({ data_source_id }) => named.includes(data_source_id));
};

/** The answers to the present question, in the order they are numbered; none when nothing is asked. */
export const optionsOf = (conversation: Conversation, facts: Facts): Option[] => {
  if (conversation.question) return conversation.question.options;
  return conversation.flow ? flowOptions(conversation.flow, conversation, facts) : [];
};
