import { getSandbox } from '../../accounts/get-sandbox.ts';
import type { AuthKind } from '../../domain/auth.ts';
import type { Source } from '../../domain/source.ts';
import { listSources } from '../../sources/list.ts';
import { previewSource } from '../../sources/register.ts';
import { andCredential, credentialText, plainAuth } from '../ask.ts';
import { say } from '../reply.ts';
import { findSandbox, findSource } from '../tools/find.ts';
import type { ToolInput } from '../tools/index.ts';
import type { ToolContext } from '../tools/tool.ts';
import { twinText } from '../twin.ts';
import { placeOfSandbox } from '../whereabouts.ts';
import type { Plan, PlannedTool } from './link.ts';
import { showUpdate, type UpdateWish } from './plan-update.ts';

/** A plan, and with what the tool is run if it is agreed to now. */
export type Planned = { plan: Plan; running: Pick<ToolContext, 'expecting' | 'definitions'> };
type Wishes = {
  add_user_mcp_source: ToolInput<'add_user_mcp_source'>;
  revoke_user_mcp_source: ToolInput<'revoke_user_mcp_source'>;
  update_source: UpdateWish;
};
type Planners = {
  [Name in PlannedTool]: (context: ToolContext, wish: Wishes[Name]) => Promise<Planned | null>;
};

/** All that an owner decides about a source; a check that passed meanwhile changes none of it. */
const basisOf = (source: Source): string =>
  JSON.stringify([
    source.name,
    source.namespace,
    source.base_url,
    source.auth_kind,
    source.auth_header,
    source.connection_revision,
    source.allowed_tools,
    source.rate_cap_per_minute,
    source.status === 'disconnected',
  ]);

const pasteNote = (kind: AuthKind, header: string | null): string =>
  say('links.paste', { credential: credentialText(kind, header ?? undefined) });

const registration: Planners['add_user_mcp_source'] = async (context, { sandbox, ...fields }) => {
  const { sandbox_id, name: place } = await findSandbox(context, sandbox);
  const draft = await previewSource(context.deps, context.caller, { ...fields, sandbox_id });
  const { name, base_url, auth_kind, auth_header, namespace } = draft;
  const asksCredential = auth_kind !== 'none';
  const auth = plainAuth(auth_kind, auth_header);
  const sources = await listSources(context.deps, context.caller, { sandbox_id });
  const shown = say('ask.register.filling.confirmation', {
    base_url,
    auth,
    name,
    namespace,
    sandbox: place,
    twin: twinText(sources, base_url, sandbox_id),
  });
  const input = { base_url, auth_kind, ...(auth_header !== null && { auth_header }), name };
  const plan: Plan = {
    sandbox_id,
    tool: 'add_user_mcp_source',
    input: { ...input, sandbox: sandbox_id },
    kind: asksCredential ? 'credential' : 'confirm',
    title: say('links.title_register', { name }),
    text: asksCredential ? `${shown}\n\n${pasteNote(auth_kind, auth_header)}` : shown,
    basis: '',
  };
  return { plan, running: {} };
};

const ofSource = (
  tool: PlannedTool,
  source: Source,
  input: Plan['input'],
  { definitions, ...shown }: Pick<Plan, 'kind' | 'title' | 'text'> & { definitions?: string },
): Planned => ({
  plan: {
    sandbox_id: source.sandbox_id,
    tool,
    input: { ...input, source: source.data_source_id },
    ...shown,
    basis: basisOf(source) + (definitions ?? ''),
  },
  running: {
    expecting: { expected_versions: [source.version] },
    ...(definitions !== undefined && { definitions }),
  },
});

/** Always told: who opens a link did not see where its program is at work. */
const whereOf = async ({ deps, caller }: ToolContext, { sandbox_id }: Source) =>
  placeOfSandbox((await getSandbox(deps, caller, sandbox_id)).name);

const revocation: Planners['revoke_user_mcp_source'] = async (context, input) => {
  const source = await findSource(context, input.source);
  if (source.status === 'disconnected') return null;
  const { name, base_url } = source;
  const where = await whereOf(context, source);
  return ofSource('revoke_user_mcp_source', source, input, {
    kind: 'confirm',
    title: say('links.title_revoke', { name }),
    text: say('ask.revoke.confirmation', { name, base_url, ...where, and_credential: andCredential(source) }),
  });
};

const update: Planners['update_source'] = async (context, wish) => {
  const source = await findSource(context, wish.source);
  const shown = await showUpdate(context, source, wish, (await whereOf(context, source)).place);
  return shown === null ? null : ofSource('update_source', source, wish, shown);
};

const planners: Planners = {
  add_user_mcp_source: registration,
  revoke_user_mcp_source: revocation,
  update_source: update,
};

/**
 * What a call would do, in the words of the conversation, without doing it; null when nothing needs to be asked.
 * Errors: those that the call itself would end in, as far as they are known before it.
 */
export const planOf = <Name extends PlannedTool>(
  context: ToolContext,
  tool: Name,
  wish: Wishes[Name],
): Promise<Planned | null> => planners[tool](context, wish);

export type { Wishes };
