import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  type CallToolResult,
  type ClientCapabilities,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import type { Credential } from '../../domain/credential.ts';
import { serverInfo } from '../server-info.ts';
import { capabilitiesOf } from './ask-user.ts';

export type BridgeTarget = { url: string; apiKey: Credential };
type Elicitation = ClientCapabilities['elicitation'];
export type Bridge = {
  server: Server;
  close(): Promise<void>;
};

/** Longer than any call waits for its user, in ms. */
const callTimeoutMs = 120_000;

const cannotReach = ({ url }: BridgeTarget, error: unknown): ProtocolError => {
  if (error instanceof ProtocolError) return error;
  const message = `The Concierge at ${url} did not answer. Check CONCIERGE_URL and CONCIERGE_API_KEY, and that it runs.`;
  return new ProtocolError(ProtocolErrorCode.InternalError, message);
};

/**
 * The Concierge's own tools of a remote server, for one local client. Both what a call asks of the user and what the
 * user answers pass through, so that the local client asks, as it can.
 */
export const createBridge = (target: BridgeTarget): Bridge => {
  const server = new Server(serverInfo, { capabilities: { tools: {} } });
  let remote: Promise<Client> | null = null;

  const connect = async (elicitation: Elicitation): Promise<Client> => {
    const client = new Client(serverInfo, {
      versionNegotiation: { mode: 'auto' },
      capabilities: elicitation === undefined ? {} : { elicitation },
      inputRequired: { autoFulfill: false },
    });
    const headers = { authorization: `Bearer ${target.apiKey.reveal()}` };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${target.url}/mcp/concierge`), { requestInit: { headers } }),
    );
    return client;
  };
  /** Made anew after a failure: the server may have been started meanwhile. */
  const connected = (elicitation: Elicitation): Promise<Client> => {
    remote ??= connect(elicitation).catch((error: unknown) => {
      remote = null;
      throw cannotReach(target, error);
    });
    return remote;
  };

  server.setRequestHandler('tools/list', async (_, context) => {
    const client = await connected(capabilitiesOf(server, context)?.elicitation);
    return { tools: (await client.listTools()).tools };
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const client = await connected(capabilitiesOf(server, context)?.elicitation);
    const { name, arguments: args } = params;
    const { signal, inputResponses } = context.mcpReq;
    const requestState = context.mcpReq.requestState<string>();
    const answered = {
      ...(inputResponses !== undefined && { inputResponses }),
      ...(requestState !== undefined && { requestState }),
    };
    const sent = { name, ...(args && { arguments: args }), ...answered };
    const result = await client.request(
      { method: 'tools/call', params: sent },
      { signal, timeout: callTimeoutMs, allowInputRequired: true },
    );
    return result as CallToolResult | InputRequiredResult;
  });

  return {
    server,
    close: async () => {
      const client = await remote?.catch(() => null);
      await client?.close();
    },
  };
};
