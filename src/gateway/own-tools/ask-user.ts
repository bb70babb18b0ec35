import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Link } from '../../concierge/links/link.ts';
import type { Links } from '../../concierge/links/links.ts';
import { say } from '../../concierge/reply.ts';
import type { Caller } from '../../domain/account.ts';

export type AskDeps = {
  links: Links;
  /** Where the user finds the page of a link. */
  linkUrl: (link: Link) => Promise<string> | string;
  /** True when the page is gone with the client. */
  endsWithClient?: boolean;
};

/** One call that may ask its user. */
export type Asking = { server: Server; context: ServerContext; caller: Caller };

/** What became of asking: the link is done, was refused, or still waits on its page. */
export type Answered =
  | { kind: 'done'; link: Link }
  | { kind: 'declined'; text: string }
  | { kind: 'waiting'; link: Link; url: string; opened: boolean };

/** How long a call waits for a page that its user opened, in ms: less than the minute after which clients give up. */
const waitForPageMs = 40_000;
const pollMs = 300;
const question = 'answer';

/** Each request of 2026-07-28 says what its client can do; before, the connection did, where there is one. */
export const capabilitiesOf = (server: Server, context: ServerContext): ClientCapabilities | undefined => {
  const envelope: Record<string, unknown> | undefined = context.mcpReq.envelope;
  const declared = envelope?.[CLIENT_CAPABILITIES_META_KEY];
  return (declared as ClientCapabilities | undefined) ?? server.getClientCapabilities();
};

/** A client that declares elicitation and no mode means forms (MCP 2025-11-25, elicitation, capabilities). */
const modesOf = (asking: Asking): { form: boolean; url: boolean } => {
  const elicitation = capabilitiesOf(asking.server, asking.context)?.elicitation;
  if (elicitation === undefined) return { form: false, url: false };
  const url = elicitation.url !== undefined;
  return { form: elicitation.form !== undefined || !url, url };
};

const form = ({ text }: Link) =>
  inputRequired.elicit({
    message: text,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: say('links.form_field'), default: false } },
      required: ['confirm'],
    },
  });

const isOlder = ({ context }: Asking): boolean => context.mcpReq.envelope === undefined;

/** Before 2026-07-28 an elicitation by URL has an id, by which the client is told that it is complete. */
const page = (asking: Asking, { id, kind, title }: Link, url: string) => {
  // What is shown is on the page: a client that is asked to paste something might take it for its own question.
  const sentence = kind === 'credential' ? 'links.open_page_for_credential' : 'links.open_page';
  const request = inputRequired.elicitUrl({ message: say(sentence, { title }), url });
  return isOlder(asking)
    ? ({ ...request, params: { ...request.params, elicitationId: id } } as typeof request)
    : request;
};

/** Asks in the client, where it can; the credential only ever on the page. Null when there is only the link. */
export const ask = async (deps: AskDeps, asking: Asking, link: Link): Promise<InputRequiredResult | null> => {
  const modes = modesOf(asking);
  if (link.kind === 'confirm' && modes.form)
    return inputRequired({ inputRequests: { [question]: form(link) }, requestState: link.id });
  if (!modes.url) return null;
  return inputRequired({
    inputRequests: { [question]: page(asking, link, await deps.linkUrl(link)) },
    requestState: link.id,
  });
};

const hasEnded = ({ status }: Link): boolean => status !== 'open' && status !== 'running';

const untilEnded = async (deps: AskDeps, { caller, context }: Asking, id: string): Promise<Link> => {
  const { signal } = context.mcpReq;
  const until = performance.now() + waitForPageMs;
  for (;;) {
    const link = await deps.links.read(caller, id);
    if (hasEnded(link) || signal.aborted || performance.now() > until) return link;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

const ofPage = async (deps: AskDeps, asking: Asking, id: string): Promise<Answered> => {
  const link = await untilEnded(deps, asking, id);
  if (isOlder(asking) && hasEnded(link)) await asking.server.createElicitationCompletionNotifier(id)();
  if (link.status === 'done') return { kind: 'done', link };
  if (hasEnded(link)) return { kind: 'declined', text: link.result_text ?? say('links.denied') };
  return { kind: 'waiting', link, url: await deps.linkUrl(link), opened: true };
};

/**
 * What the client brought back for a link it was asked about. An accepted form is a yes only with its box ticked;
 * an accepted page is no yes: that is given on the page. Errors: those of following a link.
 */
export const resume = async (deps: AskDeps, asking: Asking, link: Link): Promise<Answered> => {
  const answer = inputResponse(asking.context.mcpReq.inputResponses, question);
  const modes = modesOf(asking);
  const byForm = link.kind === 'confirm' && modes.form;
  if (answer.kind !== 'elicit')
    return { kind: 'waiting', link, url: await deps.linkUrl(link), opened: false };
  if (answer.action !== 'accept' || (byForm && answer.content?.confirm !== true)) {
    await deps.links.deny(asking.caller, link.id);
    const isNo = answer.action !== 'cancel';
    return { kind: 'declined', text: say(isNo ? 'links.declined' : 'links.cancelled') };
  }
  if (!byForm) return ofPage(deps, asking, link.id);
  return { kind: 'done', link: await deps.links.confirm(asking.caller, link.id) };
};

export type ToolAnswer = CallToolResult | InputRequiredResult;
