import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sandboxWord } from '../tokens/sandboxes.ts';

type Help = Extract<Command, { command: 'help' }>;
type OutOfScope = Extract<Command, { command: 'out_of_scope' }>;

const name = '["\'`]?(?<name>[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*)["\'`]?';
const notNamed =
  /^(?:the|my|our|this|that|these|those|whole|entire|current|all|every|each|any|a|an|its|and|or|of|in|from|with|please|now|for|to|too|as|is|delete|remove|drop|destroy|erase|kill|nuke|wipe|revoke|archive|called|named|sandbox(?:es)?|environment|agents?|bots?|it|forever|completely|entirely|everything|while|when|because|since|at|on|by|so|if|then|also|first|but|nobody|you|we|i)$/i;

/** The name beside one of these words, behind it or before it. */
const besides = (words: string): RegExp[] => [
  new RegExp(`\\b${words}(?: (?:called|named))? ${name}`, 'iu'),
  new RegExp(`${name} ${words}\\b`, 'iu'),
];
const ofSandbox = besides(sandboxWord);
const ofAgent = besides('(?:agent|bot)');
const namesBeside = (patterns: RegExp[], text: string): string[] =>
  patterns
    .map((pattern) => pattern.exec(text)?.groups?.name)
    .filter((said) => said !== undefined && !notNamed.test(said)) as string[];
/** "the staging sandbox altogether": what exists is meant, before what only stands there. */
const nameBeside = (patterns: RegExp[], text: string, known: readonly string[] = []): string | undefined => {
  const said = namesBeside(patterns, text);
  return said.find((one) => known.includes(one.toLowerCase())) ?? said[0];
};

const thisOne = new RegExp(`\\b(?:this|the current|the whole|my|our) (?:whole )?${sandboxWord}\\b`, 'i');

const gentler = /\b(?:archive|suspend)\b/i;
/** What is to be deleted, by the name that the message gives it. */
export const withDestroyed = (command: OutOfScope, text: string, view: View): OutOfScope => {
  if ((command.agent ?? command.sandbox) !== undefined) return command;
  const agent = nameBeside(
    ofAgent,
    text,
    view.agents.map(({ slug }) => slug),
  );
  if (agent !== undefined) return { ...command, agent };
  const said = nameBeside(
    ofSandbox,
    text,
    view.sandboxes.map((one) => one.toLowerCase()),
  );
  const only = view.sandboxes.length === 1 && new RegExp(`\\b${sandboxWord}\\b`, 'i').test(text);
  const sandbox = said ?? (thisOne.test(text) || only ? view.sandbox : undefined);
  const how = gentler.exec(text)?.[0].toLowerCase() as OutOfScope['how'];
  return sandbox === undefined ? command : { ...command, sandbox, ...(how !== undefined && { how }) };
};

const anyAgent = /^(?:new|another|one|second|other|own|different|separate|more|ai|some|first|test|me)$/;
const calledSo = /\b(?:called|named) (?:"(?<quoted>[^"\n]+)"|(?<word>[^\s,.!?"]+))/i;
const quotedName = /["“](?<quoted>[^"”\n]+)["”]/;
const slugOf = (said: string): string =>
  said
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
const goesTo = new RegExp(
  `\\b(?:in|into|to|for) (?:the |my |our )?["'\`]?(?<place>[\\w.-]+)["'\`]?(?: ${sandboxWord})?(?:,? please| now)*[.!?]*$`,
  'i',
);
/** The agent that is to be created, by the name that the message gives it, and the sandbox that it goes to. */
export const withNewAgent = (command: Help, text: string, { sandboxes }: View): Help => {
  const { quoted, word } = (calledSo.exec(text) ?? quotedName.exec(text))?.groups ?? {};
  const named = slugOf(quoted ?? word ?? '');
  const beside = nameBeside(ofAgent, text)?.toLowerCase() ?? '';
  const isName = /^[a-z0-9][a-z0-9-]*$/.test(beside) && !anyAgent.test(beside);
  const slug = named !== '' ? named : isName ? beside : '';
  const said = goesTo.exec(text.trim())?.groups?.place ?? '';
  const place =
    sandboxes.find((name) => name.toLowerCase() === said.toLowerCase()) ??
    (named !== '' && said !== '' && !notNamed.test(said) ? said : undefined);
  if (slug === '' && place === undefined) return command;
  return { ...command, names: [slug || 'support', ...(place === undefined ? [] : [place])] };
};

const lets =
  /^(?:(?:please|can you|could you|i want to|now|and) )*(?:only )?(?:let|allow|permit|restrict|limit|forbid|give)\b|\ballow-?\s?list\b/i;
const isAsked = /^(?:what|which|why|who|how|is|are|does|do|did|show|list)\b|\?$/i;

/** What an agent may use is said where agents are made, and not in a conversation. */
export const allowlisted = (text: string, view: View): OutOfScope | null => {
  const said = text.trim().toLowerCase();
  if (!lets.test(said) || isAsked.test(said)) return null;
  const named = view.agents.filter(({ slug, name: shown }) =>
    [slug, shown].some((one) => new RegExp(`\\b${RegExp.escape(one.toLowerCase())}\\b`).test(said)),
  );
  const uses = /\b(?:use|uses|call|calls|see|sees|have|access|only|all|every\w*|to|allow-?\s?list)\b/.test(
    said,
  );
  return named.length === 1 && uses
    ? { command: 'out_of_scope', kind: 'not_supported', agent: named[0]!.slug }
    : null;
};

const whoCan =
  /^(?:(?:and|so|ok|yes,?|now|please|tell me|show me) )*(?:who|(?:which|what) (?:of (?:my|our|the|these|those) )?(?:agents?|bots?)|which of them(?= (?:can|could|may|is|are|uses?|calls?|sees?) ))(?: else| all)? (?:can |could |may |(?:is|are) able to |(?:is|are) (?:allowed|permitted|entitled|authori[sz]ed|supposed) to )?(?:sees?|uses?|using|calls?|has|have|access(?:es)?|reach(?:es)?)(?: access to)? (?<thing>.+?)(?: (?:right )?now| at the moment| today)*[?.!]*$/i;
/** "which one has the refund tool?": where it is, and who can call it. */
const whichHas =
  /^(?:(?:and|so|ok|now|please|tell me) )*(?:which|what) (?:one(?: of (?:them|these|those|the (?:servers|sources)))?|server|source|mcp server|of (?:the|my|our) (?:servers|sources)|of (?:them|these|those))s? (?:has|have|offers?|provides?|contains?|comes with|gives(?: us| me)?|got) (?:the |an? )?(?:(?<thing>\S+(?: \S+)?) tool|(?<tool>\w+_\w+))[?.!]*$/i;
/** "where does get_page come from?" asks the same. */
const whence =
  /^(?:(?:and|so|ok|now) )*where (?:does|do|is|are) (?:the )?(?:(?<thing>\S+) tool|(?<tool>\w+_\w+)) (?:come )?from[?.!]*$/i;
const pointing =
  /^(?:it|them|this|that|these|those|(?:(?:these|those|the|its|their|all|all the|all its) )?tools?)$/i;

const toolNames = /^[\w-]+__[\w-]+$|^(?=.*_)[\w-]+$/;
/** "books__get_page", "the get_page tool": one tool, unless a source is called so. */
const toolIn = (thing: string, { sources }: View): string | null => {
  const tool = thing
    .replace(/^(?:the|an?) /i, '')
    .replace(/ tool$/i, '')
    .replace(/["'`]/g, '');
  const isSource = sources.some(({ name, namespace }) =>
    [name, namespace].some((one) => one.toLowerCase() === tool.toLowerCase()),
  );
  const isSaid = toolNames.test(tool) || / tool$/i.test(thing);
  return isSaid && !isSource && !pointing.test(tool) ? tool : null;
};

export const ofSecret = /\b(?:tokens?|keys?|secrets?|credentials?|passwords?)\b/i;
/** "who sees desk?": the agents that have the tools of a source, or one tool. */
export const whoSees = (text: string, view: View): Command | null => {
  const which = (whichHas.exec(text.trim()) ?? whence.exec(text.trim()))?.groups;
  const held = which?.thing ?? which?.tool;
  const heldTool = held === undefined ? null : toolIn(`${held} tool`, view);
  if (heldTool !== null) return { command: 'list_agents', tool: heldTool };
  const thing = whoCan.exec(text.trim())?.groups?.thing?.trim();
  if (thing === undefined) return null;
  if (ofSecret.test(thing)) return null;
  if (pointing.test(thing)) return { command: 'list_agents', source: 'it' };
  const tool = toolIn(thing, view);
  if (tool !== null) return { command: 'list_agents', tool };
  const source = thing
    .replace(/^(?:the |all |its )*tools? (?:of|from|in) /i, '')
    .replace(/^(?:the|my|our) /i, '')
    .replace(/(?:['’]s)? tools?$/i, '')
    .replace(/ (?:server|source)$/i, '')
    .replace(/["'`]/g, '')
    .split('__')[0]!;
  return source === '' || source.split(' ').length > 4 ? null : { command: 'list_agents', source };
};
