import type { Credential } from '../domain/credential.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import type { SealedSecret, SecretPlace } from '../vault/port.ts';
import type { Conversation } from './conversation.ts';
import type { Flow } from './flow.ts';
import type { ConciergeDeps } from './turn-state.ts';

/** How long a credential waits in a conversation that nobody touches, in ms. */
export const stagedLifetimeMs = 30 * 60 * 1000;

/** Each flow of a conversation has a place of its own, so that a parked one keeps its credential. */
const holder = (conversation: Conversation, flow: Flow): string =>
  `${conversation.session_id}.${flow.number}`;

const place = (conversation: Conversation, flow: Flow): SecretPlace => ({
  user_id: conversation.user_id,
  sandbox_id: conversation.sandbox_id,
  holder_id: holder(conversation, flow),
  field: 'credential',
});

const key = ({ user_id, session_id }: Conversation, { number }: Flow): string =>
  keys.stagedSecret(user_id, session_id, number);

type Deps = Pick<ConciergeDeps, 'store' | 'vault'>;

/** Seals a credential for a flow; an earlier one of that flow is destroyed. */
export const stageCredential = async (
  { store, vault }: Deps,
  conversation: Conversation,
  flow: Flow,
  credential: Credential,
): Promise<void> => {
  const value = await vault.seal(credential, place(conversation, flow));
  await store.commit([{ key: key(conversation, flow), value, ttl_ms: stagedLifetimeMs }], { erase: true });
};

/** The staged credential, or null when there is none or its time is over. */
export const openStagedCredential = async (
  { store, vault }: Deps,
  conversation: Conversation,
  flow: Flow,
): Promise<Credential | null> => {
  const entry = await store.get<SealedSecret>(key(conversation, flow));
  return entry ? vault.open(entry.value, place(conversation, flow)) : null;
};

export const hasStagedCredential = async (
  { store }: Deps,
  conversation: Conversation,
  flow: Flow,
): Promise<boolean> => (await store.get(key(conversation, flow))) !== null;

/** Destroys what a flow staged, if anything. */
export const dropStagedCredential = async (
  { store }: Deps,
  conversation: Conversation,
  flow: Flow,
): Promise<void> => {
  const staged: Change = { key: key(conversation, flow), value: undefined };
  if (await store.get(staged.key)) await store.commit([staged], { erase: true });
};
