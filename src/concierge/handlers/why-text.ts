import type { ToolExplanation } from '../../catalog/explain-tool.ts';
import type { Agent } from '../../domain/agent.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import { code, fillPrompt, say } from '../reply.ts';
import type { TurnState } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';

/** `agent`: null where none is meant; `told`: the sandbox is to be named, as the user named it. */
type Asked = { wanted: string; agent: Agent | null; sandbox: Sandbox; told?: boolean };

/** Why a tool is or is not there, in a sentence. */
export const whyText = (
  { facts }: TurnState,
  { kind, name, source = '', reason }: ToolExplanation,
  { wanted, agent, sandbox, told = false }: Asked,
): string => {
  const any = say('answers.any_agent', { sandbox: code(sandbox.name) });
  const who = agent === null ? any : `${code(agent.slug)}${told ? ` of ${code(sandbox.name)}` : ''}`;
  const where = whereaboutsOf(facts, { name: source, sandbox_id: sandbox.sandbox_id });
  return fillPrompt(`why.${kind}`, { ...where, who, tool: code(name ?? wanted), source, reason });
};
