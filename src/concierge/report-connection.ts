import type { Source } from '../domain/source.ts';
import type { PublicSource } from '../sources/present.ts';
import { plainAuth } from './ask.ts';
import { say } from './reply.ts';
import { type Emissions, type TurnState, utter } from './turn-state.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';

type Change = {
  /** Where the source was before this change and the failed ones before it. */
  previous_url: string | null;
  /** A new credential came with the change. */
  isNew: boolean;
};

/** From which URL to which, and the way back when the new one works. */
const moveText = (
  before: Source,
  updated: PublicSource,
  where: Whereabouts,
  back: string | null,
): string[] => {
  const { base_url } = updated.adapter_config;
  if (base_url === before.base_url) return [];
  const moved = say('answers.moved', { ...where, name: updated.name, before: before.base_url, base_url });
  const isUndone = updated.health_error === null && back !== null && back !== base_url;
  return isUndone ? [moved, say('answers.undo_move', { ...where, before: back })] : [moved];
};

/** A scheme as it is said in a request. */
const requested = ({ auth_kind, auth_header }: Source): string =>
  auth_kind === 'header_token' ? `custom header ${auth_header ?? ''}` : 'no authentication';

/** It can be undone when no credential that was stored is lost. */
const authChangeText = (
  before: Source,
  updated: PublicSource,
  where: Whereabouts,
  isNew: boolean,
): string[] => {
  const { auth_kind, auth_header } = updated.adapter_config;
  const [was, is] = [plainAuth(before.auth_kind, before.auth_header), plainAuth(auth_kind, auth_header)];
  if (was === is) return [];
  const changed = say('answers.auth_changed', { ...where, name: updated.name, before: was, auth: is });
  const isKept = before.auth_kind === 'none' || (before.auth_kind === auth_kind && !isNew);
  return isKept && updated.health_error === null
    ? [changed, say('answers.undo_auth', { ...where, before: requested(before) })]
    : [changed];
};

const credentialText = (
  before: Source,
  updated: PublicSource,
  where: Whereabouts,
  isNew: boolean,
): string[] => {
  if (!before.has_credential) return [];
  if (isNew) return [say('answers.rotated', { ...where, name: updated.name })];
  return updated.adapter_config.auth_kind === 'none' ? [say('links.secret_dropped')] : [];
};

/** What of a source's connection is different now: its URL, its authentication, its credential. */
export async function* reportConnection(
  { facts }: TurnState,
  updated: PublicSource,
  { previous_url, isNew }: Change,
): Emissions {
  const before = facts.sources.find(({ data_source_id }) => data_source_id === updated.data_source_id);
  if (before === undefined) return;
  const where = whereaboutsOf(facts, updated);
  const sentences = [
    ...moveText(before, updated, where, previous_url),
    ...authChangeText(before, updated, where, isNew),
    ...credentialText(before, updated, where, isNew),
  ];
  if (sentences.length > 0) yield utter(sentences.join(' '));
}
