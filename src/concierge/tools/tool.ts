import type { z } from 'zod';
import type { Catalog } from '../../catalog/port.ts';
import type { Caller } from '../../domain/account.ts';
import type { Credential } from '../../domain/credential.ts';
import type { Expecting } from '../../domain/expected-version.ts';
import type { SourcesDeps } from '../../sources/deps.ts';

export type ToolDeps = SourcesDeps & { catalog: Catalog };

/** What a tool works on besides its arguments. A credential travels here and never in the arguments. */
export type ToolContext = {
  deps: ToolDeps;
  caller: Caller;
  /** The conversation's sandbox: taken where the arguments name none. */
  sandbox_id: string;
  credential?: Credential;
  idempotency_key?: string;
  /** The version of the source that the user agreed to change. */
  expecting?: Expecting;
  /** Digest of the tool definitions that the user agreed to. */
  definitions?: string;
  signal?: AbortSignal;
};

/** A Concierge tool: what a client sees of it and what it does. Results are projections without secrets. */
export type Tool<Input = unknown, Output = unknown> = {
  name: string;
  description: string;
  read_only: boolean;
  input: z.ZodType<Input>;
  run(context: ToolContext, input: Input): Promise<Output>;
};

export const tool = <Input, Output>(descriptor: Tool<Input, Output>): Tool<Input, Output> => descriptor;
