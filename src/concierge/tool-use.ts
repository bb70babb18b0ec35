import type { Credential } from '../domain/credential.ts';
import { isConciergeError } from '../errors.ts';
import { type ConciergeToolName, conciergeTools, type ToolInput, type ToolOutput } from './tools/index.ts';
import type { Tool, ToolContext } from './tools/tool.ts';
import { conversationOf, type Emissions, type TurnState } from './turn-state.ts';

type Extras = { credential?: Credential | null; idempotency_key?: string };

/** What a failure says to the client: never what a fault of ours says of itself. */
const toldOf = (error: unknown): string => {
  if (!isConciergeError(error) || error.code === 'internal') return 'Something went wrong on our side.';
  return error.code === 'unavailable' ? 'The store cannot be reached right now.' : error.message;
};

/** A list speaks of many, so that nothing is meant by "it" behind it; what was revoked is gone. */
const remember = (turn: TurnState, tool: ConciergeToolName, result: unknown): void => {
  const conversation = conversationOf(turn);
  const { data_source_id } = (result ?? {}) as { data_source_id?: string };
  if (tool === 'list_sources' || tool === 'revoke_user_mcp_source') delete conversation.about;
  else if (data_source_id !== undefined) conversation.about = data_source_id;
};

/** Calls one of the Concierge's tools and shows the call and its result as frames. Rethrows what it throws. */
export async function* useTool<Name extends ConciergeToolName>(
  turn: TurnState,
  name: Name,
  input: ToolInput<Name>,
  { credential, idempotency_key }: Extras = {},
): Emissions<ToolOutput<Name>> {
  const call_id = `${turn.run_id}.${++turn.calls}`;
  const context: ToolContext = {
    deps: turn.deps,
    caller: turn.caller,
    sandbox_id: conversationOf(turn).sandbox_id,
    ...(credential && { credential }),
    ...(idempotency_key && { idempotency_key }),
  };
  yield { event: 'agent_tool_call', data: { call_id, name, arguments: { ...input } } };
  try {
    const tool = conciergeTools[name] as unknown as Tool<ToolInput<Name>, ToolOutput<Name>>;
    const result = await tool.run(context, input);
    remember(turn, name, result);
    yield { event: 'agent_tool_result', data: { call_id, name, result } };
    return result;
  } catch (error) {
    yield { event: 'agent_tool_result', data: { call_id, name, result: null, error: toldOf(error) } };
    throw error;
  }
}
