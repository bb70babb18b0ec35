import { parseInput } from '../../domain/parse.ts';
import type { Source } from '../../domain/source.ts';
import { validationError } from '../../errors.ts';
import { previewTools } from '../../sources/accept-tools.ts';
import { type Connection, connectionAfter } from '../../sources/connection.ts';
import { sourceFields } from '../../sources/fields.ts';
import { credentialText, plainAuth } from '../ask.ts';
import { bullets, code, say } from '../reply.ts';
import type { ToolInput } from '../tools/index.ts';
import type { ToolContext } from '../tools/tool.ts';
import type { Plan } from './link.ts';

/** The arguments of `update_source` and, in place of a credential, the wish to give a new one. */
export type UpdateWish = ToolInput<'update_source'> & { rotate?: true | undefined };
type Shown = Pick<Plan, 'kind' | 'title' | 'text'>;

const connectionFields = ['base_url', 'auth_kind', 'auth_header', 'rotate'] as const;
const alone = ['paused', 'accept_tools'] as const;

const given = (wish: UpdateWish): string[] =>
  Object.entries(wish)
    .filter(([field, value]) => field !== 'source' && value !== undefined)
    .map(([field]) => field);

/** What is asked about and what is done at once do not go into one call: the user would see a part of it only. */
const requireOneKind = (wish: UpdateWish): void => {
  const fields = given(wish);
  if (fields.length === 0) throw validationError('source', 'Say what should change about the source.');
  const lonely = fields.find((field) => alone.some((name) => name === field));
  if (lonely !== undefined && fields.length > 1)
    throw validationError(lonely, `\`${lonely}\` goes alone; send what else should change in another call.`);
  const ofConnection = fields.filter((field) => connectionFields.some((name) => name === field));
  if (ofConnection.length > 0 && ofConnection.length < fields.length)
    throw validationError(
      ofConnection[0]!,
      `A new address, authentication or credential is confirmed by the user; send ${code(
        fields.filter((field) => !ofConnection.includes(field)).join('`, `'),
      )} in another call.`,
    );
};

const showTools = async ({ deps, caller }: ToolContext, source: Source, place: string) => {
  const { changed, definitions } = await previewTools(deps, caller, source);
  const { name } = source;
  const text =
    changed.length === 0
      ? say('links.accept_nothing_new', { name, place })
      : say('links.accept', { name, place, list: bullets(changed.map(code)) });
  return { kind: 'confirm', title: say('links.title_accept', { name }), text, definitions } as const;
};

const titleOf = (before: Connection, after: Connection, name: string): string => {
  if (after.base_url !== before.base_url) return say('links.title_url', { name });
  const isSameScheme = after.auth_kind === before.auth_kind && after.auth_header === before.auth_header;
  return isSameScheme ? say('links.title_rotate', { name }) : say('links.title_auth', { name });
};

/** The connection is shown as it would become: where to, how, and what becomes of the credential. */
const showConnection = (
  { deps }: ToolContext,
  source: Source,
  wish: UpdateWish,
  place: string,
): Shown | null => {
  const { name } = source;
  const wanted = parseInput(sourceFields(deps.max_rate_cap_per_minute).partial(), wish);
  const kind = wanted.auth_kind ?? source.auth_kind;
  if (wish.rotate && kind === 'none')
    throw validationError('rotate', say('answers.no_credential_needed', { name }));
  const changesScheme = kind !== source.auth_kind;
  const after = connectionAfter(
    deps.egress,
    source,
    wanted,
    kind !== 'none' && (wish.rotate || changesScheme),
  );
  const asksCredential = kind !== 'none' && (wish.rotate || changesScheme || !after.has_credential);
  const moves = after.base_url !== source.base_url;
  const isOtherAuth = changesScheme || after.auth_header !== source.auth_header;
  if (!moves && !isOtherAuth && !asksCredential) return null;
  const credential = credentialText(after.auth_kind, after.auth_header ?? undefined);
  const sentences = [
    moves && say('links.change_url', { name, place, base_url: source.base_url, new_url: after.base_url }),
    isOtherAuth &&
      say('links.change_auth', {
        name,
        place,
        before: plainAuth(source.auth_kind, source.auth_header),
        auth: plainAuth(after.auth_kind, after.auth_header),
      }),
    source.has_credential && !after.has_credential && say('links.secret_dropped'),
    asksCredential && say('links.paste_new', { name, place, credential }),
  ];
  return {
    kind: asksCredential ? 'credential' : 'confirm',
    title: titleOf(source, after, name),
    text: sentences.filter((sentence) => sentence !== false).join('\n\n'),
  };
};

/** What of an update is asked about first, or null for one that is made at once: it can be undone. */
export const showUpdate = async (
  context: ToolContext,
  source: Source,
  wish: UpdateWish,
  place: string,
): Promise<(Shown & { definitions?: string }) | null> => {
  requireOneKind(wish);
  if (wish.accept_tools) return showTools(context, source, place);
  const isAboutConnection = connectionFields.some((field) => wish[field] !== undefined);
  return isAboutConnection ? showConnection(context, source, wish, place) : null;
};
