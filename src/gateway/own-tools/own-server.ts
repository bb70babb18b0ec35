import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Links } from '../../concierge/links/links.ts';
import { say } from '../../concierge/reply.ts';
import { type ConciergeToolName, conciergeTools } from '../../concierge/tools/index.ts';
import type { Tool as OwnTool, ToolContext, ToolDeps } from '../../concierge/tools/tool.ts';
import type { Caller } from '../../domain/account.ts';
import { parseInput } from '../../domain/parse.ts';
import { isConciergeError, sentenceWithField, validationError } from '../../errors.ts';
import { serverInfo } from '../server-info.ts';
import type { AskDeps, ToolAnswer } from './ask-user.ts';
import { callChange } from './change.ts';
import { sandboxNamed, sourceNamed } from './place.ts';
import { isChange, shapes } from './shapes.ts';
import { texts } from './texts.ts';

export type OwnToolsDeps = {
  tools: ToolDeps;
  links: Links;
  /** Told of what went wrong on our side; the caller reads a constant sentence. */
  onError: (error: unknown) => void;
};

/** Who asks, and where their user finds the page of a link. */
export type OwnSession = { caller: Caller } & Pick<AskDeps, 'linkUrl' | 'endsWithClient'>;

const instructions =
  'Registers, checks, changes and revokes the MCP servers that agents of this account call, and says which tools ' +
  'each agent has. What cannot be undone waits until the user has agreed, in the client or on a page whose link ' +
  'you pass on. A credential is never an argument: the user gives it on that page.';

/** A model reads these: what helps neither it nor a check is left out. */
const withoutRest = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  delete jsonSchema.examples;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};

const schemaOf = (schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] => {
  const { $schema: _, ...shown } = z.toJSONSchema(schema, { io, override: withoutRest });
  return shown as Tool['inputSchema'];
};

const toolList: Tool[] = Object.values(conciergeTools).map(({ name, description }) => {
  const { title, annotations, input, output } = shapes[name as ConciergeToolName];
  const schemas = { inputSchema: schemaOf(input, 'input'), outputSchema: schemaOf(output, 'output') };
  return { name, title, description, ...schemas, annotations: { title, ...annotations } } as Tool;
});

const secretName = /^(?:token|credential|secret|password|api_?key|value|authorization)$/i;

/** The arguments, checked. One that looks like a credential is told so, and not repeated. */
const readArguments = (name: ConciergeToolName, args: Record<string, unknown>): Record<string, unknown> => {
  const secret = Object.keys(args).find((field) => secretName.test(field));
  if (secret !== undefined) throw validationError(secret, say('links.never_an_argument', { field: secret }));
  return parseInput(shapes[name].input, args);
};

const isOwn = (name: string): name is ConciergeToolName => Object.hasOwn(conciergeTools, name);

const failed = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true });

/** The Concierge's own tools as an MCP server, for one account. */
export const createOwnServer = (deps: OwnToolsDeps, { caller, ...page }: OwnSession): Server => {
  const server = new Server(serverInfo, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler('tools/list', () => ({ tools: toolList }));

  const call = async (
    name: ConciergeToolName,
    args: Record<string, unknown>,
    context: ServerContext,
  ): Promise<ToolAnswer> => {
    const { sandbox, ...input } = readArguments(name, args);
    const sandbox_id =
      name === 'list_sandboxes' ? '' : await sandboxNamed(deps.tools, caller, sandbox as string | undefined);
    if (typeof input.source === 'string')
      input.source = await sourceNamed(deps.tools, caller, { sandbox_id, wanted: input.source });
    const own: ToolContext = { deps: deps.tools, caller, sandbox_id, signal: context.mcpReq.signal };
    if (isChange(name)) {
      const asking = { server, context, caller };
      return callChange({ links: deps.links, ...page }, own, { name, input, asking });
    }
    const tool = conciergeTools[name] as unknown as OwnTool<unknown, Record<string, unknown>>;
    const structuredContent = await tool.run(own, input);
    const text = (texts[name] as (output: unknown) => string)(structuredContent);
    return { content: [{ type: 'text', text }], structuredContent };
  };

  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { name, arguments: args = {} } = params;
    if (!isOwn(name))
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no tool of that name.');
    try {
      return await call(name, args, context);
    } catch (error) {
      if (isConciergeError(error) && error.code !== 'internal') return failed(sentenceWithField(error));
      deps.onError(error);
      return failed('Something went wrong on our side. Try again.');
    }
  });
  return server;
};
