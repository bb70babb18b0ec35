import type { Credential } from '../../domain/credential.ts';
import { conflict, isConciergeError } from '../../errors.ts';
import type { PublicSource } from '../../sources/present.ts';
import { say } from '../reply.ts';
import { checkText, registrationText, revokedText } from '../report.ts';
import { conciergeTools } from '../tools/index.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import type { Link, PlannedTool } from './link.ts';
import { planOf } from './plan.ts';

export type Outcome = { source: PublicSource; text: string };

const tries = 3;

export const obsolete = () => conflict(say('links.changed_meanwhile'));

/** What became of a call that was agreed to, or that needed no agreement, in the words of the conversation. */
export const outcomeText = async (
  context: ToolContext,
  tool: PlannedTool,
  input: Record<string, unknown>,
  source: PublicSource,
): Promise<string> => {
  const { name } = source;
  if (tool === 'add_user_mcp_source') return registrationText(context, source);
  const { auth_kind } = source.adapter_config;
  if (tool === 'revoke_user_mcp_source') return revokedText({ name, auth_kind });
  if (input.accept_tools) return say('answers.accepted', { name, place: '' });
  return checkText(source);
};

const attempt = async (context: ToolContext, { tool, input, text, basis }: Link): Promise<PublicSource> => {
  const { run } = conciergeTools[tool] as unknown as Tool<unknown, PublicSource>;
  const now = await planOf(context, tool, input as never);
  // Revoked already, perhaps by a try that was not acknowledged: doing it again makes it final.
  if (now === null && tool === 'revoke_user_mcp_source') return run(context, input);
  if (now === null || now.plan.text !== text || now.plan.basis !== basis) throw obsolete();
  const { rotate: _, ...args } = input;
  return run({ ...context, ...now.running }, args);
};

/**
 * Does what a link showed, and only that: it is planned anew first, and any difference is refused; the source is
 * changed at the version that was planned for. Errors: `conflict` for a difference; those of the tool.
 */
export const runLink = async (
  context: ToolContext,
  link: Link,
  credential: Credential | null,
): Promise<Outcome> => {
  const own = { ...context, sandbox_id: link.sandbox_id, idempotency_key: link.id };
  const given = credential === null ? own : { ...own, credential };
  for (let left = tries; ; left--) {
    try {
      const source = await attempt(given, link);
      return { source, text: await outcomeText(given, link.tool, link.input, source) };
    } catch (error) {
      // A check was saved in between: what the user decided on may still be the same.
      if (left === 1 || !isConciergeError(error, 'precondition_failed')) throw error;
    }
  }
};
