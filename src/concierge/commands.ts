import { z } from 'zod';
import { authKinds } from '../domain/auth.ts';
import { wordSlots } from '../domain/conversation.ts';
import { sourceStatuses } from '../domain/source.ts';

/** Longest text a command may carry; a URL is longer than any name. */
const name = z.string().min(1).max(200);
const url = z.string().min(1).max(4000);

const slots = {
  base_url: url.optional(),
  auth_kind: z.enum(authKinds).optional(),
  auth_header: name.optional(),
  name: name.optional(),
  sandbox: name.optional(),
};

/** The value a user may take back with `clear`. */
export const clearableSlots = [...wordSlots, 'credential'] as const;

/** What of a source can be changed. */
export const changeables = ['name', 'base_url', 'auth_kind', 'allowed_tools', 'rate_cap_per_minute'] as const;

/** What can be asked for by itself, whatever the open question is. */
const requests = [
  z.strictObject({ command: z.literal('register'), ...slots }),
  /** The same server once more, elsewhere: everything but the credential is taken over. */
  z.strictObject({
    command: z.literal('copy'),
    source: name.optional(),
    sandbox: name.optional(),
    base_url: url.optional(),
    name: name.optional(),
  }),
  z.strictObject({ command: z.literal('create_sandbox'), name: name.optional() }),
  /** `sandbox`, here and below: where the source or the agent is, when that was said. */
  z.strictObject({ command: z.literal('revoke'), source: name.optional(), sandbox: name.optional() }),
  z.strictObject({
    command: z.literal('update'),
    source: name.optional(),
    sandbox: name.optional(),
    name: name.optional(),
    rotate: z.literal(true).optional(),
    allowed_tools: z.array(name).max(2000).nullable().optional(),
    /** These besides those that are allowed; all but these. */
    allow_tools: z.array(name).max(2000).optional(),
    withhold_tools: z.array(name).max(2000).optional(),
    rate_cap_per_minute: z.int().min(1).optional(),
    base_url: url.optional(),
    auth_kind: z.enum(authKinds).optional(),
    auth_header: name.optional(),
    /** What is to change when its new value was not said. */
    what: z.enum(changeables).optional(),
    /** Back to what it was before the last change; without `what`, the limit that there is goes. */
    undo: z.literal(true).optional(),
  }),
  z.strictObject({ command: z.literal('pause'), source: name.optional(), sandbox: name.optional() }),
  z.strictObject({ command: z.literal('resume'), source: name.optional(), sandbox: name.optional() }),
  z.strictObject({
    command: z.literal('test'),
    source: name.optional(),
    all: z.literal(true).optional(),
    sandbox: name.optional(),
  }),
  z.strictObject({ command: z.literal('accept'), source: name, sandbox: name.optional() }),
  z.strictObject({
    command: z.literal('list_sources'),
    status: z.enum(sourceStatuses).optional(),
    sandbox: name.optional(),
  }),
  /** With a source: the sandboxes that have it. */
  z.strictObject({ command: z.literal('list_sandboxes'), source: name.optional() }),
  /** With a source or a tool: the agents that can call it. */
  z.strictObject({
    command: z.literal('list_agents'),
    source: name.optional(),
    tool: name.optional(),
    sandbox: name.optional(),
  }),
  z.strictObject({
    command: z.literal('list_tools'),
    agent: name.optional(),
    source: name.optional(),
    sandbox: name.optional(),
  }),
  /** A source as it is stored: address, scheme, status, when it was registered and checked. */
  z.strictObject({ command: z.literal('show_source'), source: name.optional(), sandbox: name.optional() }),
  z.strictObject({
    command: z.literal('why'),
    agent: name.optional(),
    tool: name.optional(),
    source: name.optional(),
    sandbox: name.optional(),
    /** What an agent last did, rather than what it can do. */
    run: z.literal('last').optional(),
  }),
  /** `names`: what of a pasted configuration the topic is about. */
  z.strictObject({
    command: z.literal('help'),
    topic: name.optional(),
    names: z.array(name).max(20).optional(),
  }),
] as const;
const requestSchema = z.discriminatedUnion('command', requests);

/**
 * The closed vocabulary: all that an interpreter can say. Sources, agents and sandboxes are named as the user
 * names them; code resolves the name. A credential is never part of a command.
 */
export const commandSchema = z.discriminatedUnion('command', [
  ...requests,
  /** The message may mean either of these, and they differ in what they do: the user is asked which. */
  z.strictObject({ command: z.literal('clarify'), readings: z.array(requestSchema).min(2).max(3) }),
  z.strictObject({ command: z.literal('set'), ...slots }),
  z.strictObject({ command: z.literal('clear'), slot: z.enum(clearableSlots) }),
  /** An option of the present question, by its id. */
  z.strictObject({ command: z.literal('choose'), option: name }),
  z.strictObject({ command: z.literal('affirm') }),
  z.strictObject({ command: z.literal('deny') }),
  z.strictObject({ command: z.literal('cancel') }),
  z.strictObject({ command: z.literal('skip') }),
  z.strictObject({ command: z.literal('back') }),
  z.strictObject({ command: z.literal('repeat') }),
  z.strictObject({ command: z.literal('restart') }),
  z.strictObject({ command: z.literal('greet') }),
  z.strictObject({ command: z.literal('thanks') }),
  z.strictObject({ command: z.literal('bye') }),
  /** An open question, answered in prose from the read tools: a language model's only. */
  z.strictObject({ command: z.literal('answer'), text: z.string().min(1).max(4000) }),
  z.strictObject({
    command: z.literal('out_of_scope'),
    kind: z.enum(['chitchat', 'not_supported', 'destructive']),
    /** The agent, or the sandbox, that was to be deleted. */
    agent: name.optional(),
    sandbox: name.optional(),
    /** What else was to be done to the sandbox. */
    how: z.enum(['archive', 'suspend']).optional(),
  }),
  z.strictObject({ command: z.literal('unclear') }),
]);

export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['command'];
export type Request = z.infer<typeof requestSchema>;
export const commandNames = commandSchema.options.map(({ shape }): CommandName => shape.command.value);

const isRequestName = new Set<string>(requests.map(({ shape }) => shape.command.value));
export const isRequest = (command: Command): command is Request => isRequestName.has(command.command);

/** Commands that ask for something to be done, rather than to be shown, explained or answered. */
const deeds = new Set<CommandName>([
  'register',
  'copy',
  'create_sandbox',
  'revoke',
  'update',
  'pause',
  'resume',
  'test',
  'accept',
  'clarify',
  'set',
  'clear',
  'restart',
]);
export const isDeed = ({ command }: Command): boolean => deeds.has(command);

/** What is registered is changed by these, or lost: then a wrong guess costs more than a question. */
const changes = new Set<CommandName>(['revoke', 'pause', 'resume', 'update', 'accept']);
export const isChange = ({ command }: Command): boolean => changes.has(command);
