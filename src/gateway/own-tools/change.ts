import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Link } from '../../concierge/links/link.ts';
import { planOf } from '../../concierge/links/plan.ts';
import { outcomeText } from '../../concierge/links/run.ts';
import { code, say } from '../../concierge/reply.ts';
import { findSource } from '../../concierge/tools/find.ts';
import { conciergeTools } from '../../concierge/tools/index.ts';
import type { Tool, ToolContext } from '../../concierge/tools/tool.ts';
import { conflict } from '../../errors.ts';
import { type PublicSource, presentSource } from '../../sources/present.ts';
import { type Answered, type AskDeps, type Asking, ask, resume, type ToolAnswer } from './ask-user.ts';
import type { ChangeAnswer, ChangeName } from './shapes.ts';

const answer = (structuredContent: ChangeAnswer, text: string): CallToolResult => ({
  content: [{ type: 'text', text }],
  structuredContent,
});

/** What a look at afterwards is called. */
const lookFor = ({ tool, input }: Link): string =>
  tool === 'add_user_mcp_source' ? 'list_sources' : `get_source ${String(input.source)}`;

const told = async (
  { endsWithClient }: AskDeps,
  context: ToolContext,
  answered: Answered,
): Promise<CallToolResult> => {
  if (answered.kind === 'declined') return answer({ outcome: 'declined' }, answered.text);
  const { link } = answered;
  if (answered.kind === 'waiting') {
    const { url, opened } = answered;
    const waiting: ChangeAnswer = { outcome: 'waiting', link: { url, expires_at: link.expires_at } };
    const text = say(opened ? 'links.waiting_opened' : 'links.waiting', { url, look: lookFor(link) });
    return answer(waiting, endsWithClient ? `${text}\n\n${say('links.page_of_client')}` : text);
  }
  const source = presentSource(await findSource(context, link.data_source_id ?? ''));
  return answer({ outcome: 'done', source }, link.result_text ?? say('links.done'));
};

/** Fields of a source as `update_source` takes them. */
const settingsOf = ({ name, status, adapter_config }: PublicSource): Record<string, unknown> => ({
  name,
  paused: status === 'paused',
  allowed_tools: adapter_config.allowed_tools,
  rate_cap_per_minute: adapter_config.rate_cap_per_minute,
});

/** How to undo what was done at once: the arguments that bring the source back to what it was. */
const wayBack = (input: Record<string, unknown>, before: PublicSource, source: PublicSource): string => {
  const [old, now] = [settingsOf(before), settingsOf(source)];
  const undone = Object.keys(input).filter(
    (field) => field in old && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  );
  if (undone.length === 0) return say('links.nothing_to_undo');
  const args = Object.fromEntries(undone.map((field) => [field, old[field]]));
  const text = JSON.stringify({ source: source.data_source_id, ...args });
  return say('links.way_back', { arguments: code(text) });
};

/** A change that can be undone, or that changes nothing: made without asking. */
const atOnce = async (
  context: ToolContext,
  name: ChangeName,
  input: Record<string, unknown>,
): Promise<CallToolResult> => {
  const before = presentSource(await findSource(context, String(input.source)));
  const { run } = conciergeTools[name] as unknown as Tool<unknown, PublicSource>;
  const { rotate: _, ...args } = input;
  const source = await run(context, args);
  const text =
    name === 'update_source'
      ? say('links.updated', { name: source.name, back: wayBack(input, before, source) })
      : await outcomeText(context, name, input, source);
  return answer({ outcome: 'done', source }, text);
};

export type ChangeCall = { name: ChangeName; input: Record<string, unknown>; asking: Asking };

/**
 * Makes a change that its user agrees to, or that can be undone; else asks, and nothing happens. The state that the
 * client brings back names the link, which says what runs. Errors: those of planning and following.
 */
export const callChange = async (
  deps: AskDeps,
  context: ToolContext,
  { name, input, asking }: ChangeCall,
): Promise<ToolAnswer> => {
  const state = asking.context.mcpReq.requestState<string>();
  if (state !== undefined) {
    const link = await deps.links.read(context.caller, state);
    if (link.tool !== name) throw conflict(say('links.other_call'));
    return told(deps, context, await resume(deps, asking, link));
  }
  const planned = await planOf(context, name, input as never);
  if (planned === null) return atOnce(context, name, input);
  const link = await deps.links.open(context.caller, planned.plan);
  const asked = await ask(deps, asking, link);
  if (asked !== null) return asked;
  const url = await deps.linkUrl(link);
  return told(deps, context, { kind: 'waiting', link, url, opened: false });
};
