import { answerOf } from '../../client/client.ts';
import { sandboxApi } from '../state/api.ts';
import { inSandbox } from '../state/place.ts';

/** Calls a tool as an agent of the shown sandbox. Throws the refusal. */
export const callTool = (slug: string, name: string, given: Record<string, unknown>) =>
  answerOf(
    sandboxApi.agents[':slug'].tools[':name'].call.$post({
      param: { ...inSandbox(), slug, name },
      json: { arguments: given },
    }),
  );
export type Answer = Awaited<ReturnType<typeof callTool>>;
