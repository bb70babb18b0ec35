import { answerOf } from '../client/client.ts';
import { type AgentAnswer, anAgent, pathPart } from './api.ts';
import type { OpenApi } from './doors.ts';
import { findSandbox } from './find-sandbox.ts';

export type FoundAgent = { agent: AgentAnswer; param: { sandbox_id: string; slug: string } };

/** The agent of that slug, and where the API has it. Errors: `not_found`. */
export const findAgent = async (
  { client }: Pick<OpenApi, 'client'>,
  slug: string,
  sandboxWanted: string | undefined,
): Promise<FoundAgent> => {
  const { sandbox_id } = await findSandbox({ client }, sandboxWanted);
  const param = { sandbox_id, slug: pathPart(slug) };
  return { agent: await answerOf(anAgent(client).$get({ param })), param };
};
