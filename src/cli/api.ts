import type { InferResponseType } from 'hono/client';
import type { Client } from '../client/client.ts';

/** What lies in one sandbox. */
export const inSandbox = (client: Client) => client.storage.sandboxes[':sandbox_id'];

type InSandbox = ReturnType<typeof inSandbox>;

/** A source by its id. */
export const aSource = (client: Client) => inSandbox(client).sources[':data_source_id'];

/** An agent by its slug. */
export const anAgent = (client: Client) => inSandbox(client).agents[':slug'];

/** A word of the user's as one part of a path. */
export const pathPart = (word: string): string => encodeURIComponent(word) || '%20';

export type SandboxAnswer = InferResponseType<InSandbox['$get'], 200>;
export type SourceAnswer = InferResponseType<InSandbox['sources']['$get'], 200>['sources'][number];
export type CheckedAnswer = InferResponseType<InSandbox['sources']['user-mcp']['$post'], 201>;
export type AgentAnswer = InferResponseType<InSandbox['agents']['$post'], 201>;
export type RunAnswer = InferResponseType<InSandbox['agents']['runs'][':run_id']['$get'], 200>;
export type SessionAnswer = InferResponseType<InSandbox['concierge']['sessions'][':session_id']['$get'], 200>;
