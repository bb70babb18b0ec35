import type { Caller } from '../domain/account.ts';
import type { Awaiting, Option, Slots, TranscriptEntry } from '../domain/conversation.ts';
import { ConciergeError, isConciergeError, notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { type Change, type CommitOptions, StaleVersionError, type Store } from '../store/port.ts';
import type { Command, Request } from './commands.ts';
import { type Flow, flowAwaiting } from './flow.ts';

export const conversationSchema = 1;
const maxTranscript = 200;

/**
 * A question outside the flows' own: which source or agent a request means, which of two readings a message, or
 * whether to go back to a flow.
 */
export type Question =
  | {
      awaiting: 'source' | 'agent' | 'auth_kind';
      command: Command;
      options: Option[];
      /** A name that was said and that nothing has: the options are called nearly so. */
      wanted?: string;
    }
  | { awaiting: 'reading'; readings: Request[]; options: Option[] }
  | { awaiting: 'resume'; options: Option[] };

/** An effect that was begun: written before it runs, gone when its outcome is saved. */
export type BegunEffect = {
  key: string;
  kind: string;
  params: Record<string, unknown>;
  begun_at: string;
};

/** A conversation at rest: our own envelope around the machines' states. Nothing in it is secret. */
export type Conversation = {
  schema: typeof conversationSchema;
  session_id: string;
  user_id: string;
  sandbox_id: string;
  title: string;
  flow: Flow | null;
  question: Question | null;
  /** Interrupted flows, the latest last. */
  parked: Flow[];
  /** Requests of one message that wait until the flow before them has ended. */
  queued: Command[];
  flow_count: number;
  /**
   * The source spoken of last, as long as nothing else came in between: what "it" means. Null after a name that nobody
   * has: then "it" is asked about.
   */
  about?: string | null | undefined;
  /** What takes back the last change that was made at once. */
  undo?: Request | undefined;
  /** What takes back the rest of the message that did it, the latest first. */
  undo_also?: Request[] | undefined;
  effect: BegunEffect | null;
  /** Messages in a row that were not understood. */
  misses: number;
  /** A no to a summary was answered by asking what should be different: a yes needs the summary again. */
  declined?: boolean;
  transcript: TranscriptEntry[];
  /** Grows with every saved turn. */
  version: number;
  created_at: string;
  updated_at: string;
};

export type StoredConversation = { conversation: Conversation; stored_version: number | 'absent' };

export const newConversation = (
  caller: Caller,
  place: { sandbox_id: string; session_id: string; at: string },
): Conversation => ({
  schema: conversationSchema,
  session_id: place.session_id,
  user_id: caller.user_id,
  sandbox_id: place.sandbox_id,
  title: '',
  flow: null,
  question: null,
  parked: [],
  queued: [],
  flow_count: 0,
  effect: null,
  misses: 0,
  transcript: [],
  version: 0,
  created_at: place.at,
  updated_at: place.at,
});

/**
 * Loads a conversation of that sandbox. One of an unknown schema starts over, keeping its id and transcript:
 * nothing registered is lost. Errors: `not_found`.
 */
export const loadConversation = async (
  store: Store,
  caller: Caller,
  place: { sandbox_id: string; session_id: string },
): Promise<StoredConversation & { started_over: boolean }> => {
  const entry = await store.get<Conversation>(
    keys.session(caller.user_id, place.sandbox_id, place.session_id),
  );
  if (!entry) throw notFound('conversation');
  // A turn changes its conversation, and what the store gives may be shared with other readers.
  const stored = structuredClone(entry.value);
  if (stored.schema === conversationSchema)
    return { conversation: stored, stored_version: entry.version, started_over: false };
  const {
    transcript = [],
    title = '',
    version = 0,
    flow_count,
    created_at,
    updated_at,
  } = stored as Partial<Conversation>;
  const fresh = newConversation(caller, {
    ...place,
    at: updated_at ?? created_at ?? new Date(0).toISOString(),
  });
  return {
    // Flow numbers are never used twice: they are part of what makes a registration happen once.
    conversation: { ...fresh, transcript, title, version, flow_count: flow_count ?? entry.version },
    stored_version: entry.version,
    started_over: true,
  };
};

/** Saves by compare-and-set, with what belongs into the same commit. Errors: `conflict` when another turn came first. */
export const saveConversation = async (
  store: Pick<Store, 'commit'>,
  stored: StoredConversation,
  also: Change[] = [],
  options: CommitOptions = {},
): Promise<void> => {
  const { conversation } = stored;
  const value = { ...conversation, transcript: conversation.transcript.slice(-maxTranscript) };
  const key = keys.session(conversation.user_id, conversation.sandbox_id, conversation.session_id);
  try {
    const own: Change = { key, value, expect: stored.stored_version };
    stored.stored_version = await store.commit([own, ...also], options);
  } catch (error) {
    if (error instanceof StaleVersionError) throw busy(error);
    throw error;
  }
};

/** Another turn of the same conversation came first. */
export const busy = (cause?: unknown): ConciergeError =>
  new ConciergeError(
    'conflict',
    'This conversation is busy with another message. Wait for its answer, then send again.',
    { data: { busy: true }, cause },
  );

/** True for what the user can put right with the next message: it is said, and the conversation goes on. */
export const isAnswerable = (error: unknown): error is ConciergeError =>
  isConciergeError(error) &&
  error.code !== 'internal' &&
  error.code !== 'unavailable' &&
  error.data.busy !== true;

export const awaitingOf = (conversation: Conversation): Awaiting | null =>
  conversation.question?.awaiting ?? (conversation.flow ? flowAwaiting(conversation.flow) : null);

/** True when a question beside the open flow was asked last. */
export const isAside = ({ question, declined }: Conversation): boolean =>
  declined === true || (question !== null && question.awaiting !== 'resume');

/** The header that the open question offers as a bearer token. */
export const offeredHeader = ({ question }: Conversation): string | null => {
  const command = question?.awaiting === 'auth_kind' ? question.command : null;
  return command?.command === 'set' ? (command.auth_header ?? null) : null;
};

/** The one option behind "did you mean …?". */
export const onlySuggested = (question: Question | null): string | null =>
  question?.awaiting === 'source' && question.wanted !== undefined && question.options.length === 1
    ? question.options[0]!.id
    : null;

/** True when the next message is taken as the credential. */
export const wantsSecret = (conversation: Conversation): boolean =>
  awaitingOf(conversation) === 'credential' && !isDoubted(conversation.flow);

export const isDoubted = (flow: Flow | null): boolean =>
  (flow?.name === 'register' || flow?.name === 'update') && flow.context.doubted;

/** True for a flow that was given a credential, its source's included. */
export const holdsCredential = (flow: Flow): boolean =>
  slotsOf(flow).has_credential === true || isDoubted(flow);

export const slotsOf = (flow: Flow | null): Slots => {
  if (flow === null) return {};
  if (flow.name === 'register') return flow.context.slots;
  if (flow.name === 'create_sandbox') return flow.context.name === null ? {} : { sandbox: flow.context.name };
  const source = flow.context.source ? { source: flow.context.source.data_source_id } : {};
  if (flow.name === 'revoke') return source;
  const { wanted, has_credential } = flow.context;
  const { rotate: _, ...slots } = wanted;
  return {
    ...source,
    ...slots,
    ...(has_credential ? { has_credential: true as const } : {}),
  };
};

/** What a flow is about, for "Back to …?" and the list of interrupted ones. */
export const flowLabel = (flow: Flow): string => {
  if (flow.name === 'register') return `registering ${serverLabel(flow.context.slots)}`;
  if (flow.name === 'create_sandbox')
    return flow.context.name === null ? 'creating a sandbox' : `creating the sandbox ${flow.context.name}`;
  const verb = flow.name === 'revoke' ? 'revoking' : 'changing';
  return `${verb} ${flow.context.source?.name ?? 'a source'}`;
};

type NamedServer = { name?: string | undefined; base_url?: string | undefined };

/** What a server is called before it is registered. */
export const serverLabel = ({ name, base_url }: NamedServer): string =>
  name ?? (base_url ? (URL.parse(base_url)?.host ?? base_url) : 'a server');
