import { authOf } from '../clause/auth.ts';
import { isEmpty, type SaidSlots } from '../slots.ts';
import { tokenise } from '../tokens/phrase.ts';
import { type Nested, readNested } from './nested.ts';

/** What of a configuration Concierge has no place for, as the help topic that says so. */
type Note = 'basic_auth' | 'extra_headers';
/** What a pasted configuration says: a registration per server, and the entries that start a local program, by name. */
export type Pasted = { servers: SaidSlots[]; localPrograms: string[]; notes: Note[]; rest: string };

const isObject = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Headers that every MCP client sends; they say nothing about authentication. */
const ordinaryHeader = /^(?:accept.*|content-.*|user-agent|mcp-.*|origin|host|connection|cache-control)$/i;
/** Keys that hold servers, or stand for their number in a list. */
const noName = /^(?:mcp_?servers?|servers?|mcp|context_servers|extensions|sources?|config|remote|\d+)$/i;

const note = ({ notes }: Pasted, what: Note): void => {
  if (!notes.includes(what)) notes.push(what);
};

const authFrom = (headers: [string, string][], found: Pasted): SaidSlots => {
  const [header, ...others] = headers
    .filter(([name]) => !ordinaryHeader.test(name))
    .sort(([one], [other]) => Number(isAuthorization(other)) - Number(isAuthorization(one)));
  if (header === undefined) return {};
  const [name, value] = header;
  const basic = isAuthorization(name) && /^\s*basic\b/i.test(value);
  if (basic) note(found, 'basic_auth');
  if (others.length > 0) note(found, 'extra_headers');
  if (basic) return {};
  if (isAuthorization(name) && /^\s*(?:bearer\b|\[credential\]$)/i.test(value))
    return { auth_kind: 'bearer' };
  return { auth_kind: 'header_token', auth_header: name };
};

const isAuthorization = (name: string): boolean => /^authorization$/i.test(name);

const address = (node: Nested): string | undefined =>
  [node.url, node.serverUrl, node.httpUrl, node.base_url, node.baseUrl, node.endpoint, node.uri].find(
    (value) => typeof value === 'string',
  );

/** Clients keep them beside the address, under a name of their own, or within their options for a request. */
const headersOf = (node: Nested): [string, unknown][] => {
  const inner = [node.requestInit, node.requestOptions, node.options].find(isObject);
  const found = [node.headers, node.http_headers, node.httpHeaders, inner?.headers].find(isObject);
  return Object.entries(found ?? {});
};

/** Only a single value is text; an entry that holds others, or none yet, is empty. */
const plainText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? '' : String(value);

const authField = /^(?:auth(?:entication|_?type|_?kind|_?scheme|_?header)?|header(?:_?name)?)$/i;
/** `auth: header X-Crm-Key`, or the same as fields below it: what a server's entry says of itself in words. */
const statedAuth = (node: Nested): SaidSlots => {
  const inWords = Object.entries(node).filter(([name]) => authField.test(name));
  const said = inWords.map(([name, value]) => `${name.replaceAll('_', ' ')} ${wordsIn(value)}`);
  return said.length === 0 ? {} : authOf(tokenise(said.join(', ')), { awaiting: 'auth_kind', slots: {} });
};
const wordsIn = (value: unknown): string =>
  isObject(value)
    ? Object.entries(value)
        .map(([name, inner]) => `${name} ${plainText(inner)}`)
        .join(', ')
    : plainText(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const walk = (node: unknown, key: string | undefined, found: Pasted): void => {
  if (Array.isArray(node)) for (const item of node) walk(item, undefined, found);
  if (!isObject(node)) return;
  const url = address(node);
  if (url === undefined) {
    const program = node.command ?? node.cmd;
    if (typeof program === 'string') found.localPrograms.push((key ?? '').slice(0, 200));
    else for (const [name, child] of Object.entries(node)) walk(child, name, found);
    return;
  }
  const headers = headersOf(node).map(([name, value]): [string, string] => [name, plainText(value)]);
  const ownName = key !== undefined && !noName.test(key) ? key : undefined;
  const name = textOf(node.name) ?? textOf(node.label) ?? ownName;
  const sandbox = textOf(node.sandbox);
  const sent =
    node.bearer_token_env_var === undefined ? authFrom(headers, found) : { auth_kind: 'bearer' as const };
  const auth = isEmpty(sent) ? statedAuth(node) : sent;
  found.servers.push({
    base_url: url,
    ...auth,
    ...(name === undefined ? {} : { name }),
    ...(sandbox === undefined ? {} : { sandbox }),
  });
};

/** JSON as people paste it: the braces around it, or a comma at the end, may be missing or too many. */
const parseLoosely = (source: string): unknown => {
  for (const text of [source, `{${source}}`].map((candidate) =>
    candidate.replace(/,(\s*[}\]])/g, '$1').replace(/,\s*}$/, '}'),
  )) {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
};

const jsonBlock = /(?:"[\w. -]+"\s*:\s*)?\{[\s\S]*\}/;
/** The inside of a stdio entry, pasted without its braces. */
const bareCommand = /["']command["']\s*:\s*["'[]/;
const shellLine =
  /(?:^|\n|\s|`)\$?\s*((?:curl|wget|https?\s+(?:GET|POST|HEAD)|(?:claude|gemini|codex|copilot|cursor|code)\s+(?:mcp\s+add|--add-mcp))(?:-json)?\s(?:[^\n]|\\\n)*)/;
const headerOption = /(?:-H|--header)[\s=]+(?:"([^"]*)"|'([^']*)'|(\S+:\s*\S+))/g;
/** httpie takes a header as a word of its own. */
const headerWord = /\s["']([\w-]+:[^"'\n]*)["']/g;
/** It asks a server, and adds none to a client. */
const asksOnly = /^(?:curl|wget|https?)\s/;
const urlInShell = /["']?(\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`\\]+)["']?/i;
const optionWithValue =
  /(?:^|\s)(?:-[a-zA-Z]|--(?:transport|scope|header|env|type|timeout|data|request|max-time|client-id))[\s=]+(?:"[^"]*"|'[^']*'|\S+)/g;

const readShell = (line: string, found: Pasted): void => {
  const given = line.startsWith('http') ? headerWord : headerOption;
  const headers = [...line.matchAll(given)].map((match): [string, string] => {
    const [name = '', ...value] = (match[1] ?? match[2] ?? match[3]!).split(':');
    return [name.trim(), value.join(':').trim()];
  });
  if (/\s(?:-u|--user)[\s=]/.test(line)) note(found, 'basic_auth');
  const url = urlInShell.exec(line.replace(given, ' '))?.[1];
  if (url === undefined) {
    if (!asksOnly.test(line)) found.localPrograms.push('');
    return;
  }
  const words = line
    .replace(optionWithValue, ' ')
    .replace(/\s--?[\w-]+/g, ' ')
    .split(/\s+/);
  const name = asksOnly.test(line)
    ? undefined
    : words
        .slice(3)
        .find((word) => /^[\w"'][\w.-]*["']?$/.test(word))
        ?.replace(/["']/g, '');
  found.servers.push({ base_url: url, ...authFrom(headers, found), ...(name === undefined ? {} : { name }) });
};

const envLine = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*["']?([^\s"']+)["']?\s*$/gm;
/** `URL=… TOKEN=…` on one line. */
const assignments = /^[ \t]*(?:(?:export|env|set)[ \t]+)?(?:[A-Z][A-Z0-9_]*=\S+[ \t;]*){2,}$/gm;
const readEnv = (said: string, found: Pasted): void => {
  const text = said.replace(assignments, (line) => line.replace(/[ \t;]+(?=[A-Z][A-Z0-9_]*=)/g, '\n'));
  const lines = [...text.matchAll(envLine)].map((match) => ({ key: match[1]!, value: match[2]! }));
  const url = lines.find(({ value }) => /^\w+:\/\//.test(value))?.value;
  if (url === undefined) return;
  const bearer = lines.some(({ key }) => /(?:TOKEN|BEARER|JWT|PAT)$/.test(key));
  found.servers.push({ base_url: url, ...(bearer ? { auth_kind: 'bearer' } : {}) });
  found.rest = text.replace(envLine, (_, key: string, value: string) => {
    const what = /(?:^|_)(AUTH(?:_\w+)?|NAME|LABEL|SANDBOX|HEADER)$/.exec(key)?.[1];
    return what === undefined ? '\n' : `${what.toLowerCase()}: ${value}`;
  });
};

const holdsAny = ({ servers, localPrograms }: Pasted): boolean => servers.length + localPrograms.length > 0;

/** What people write behind a command, on its line: "<- that one, call it Relay". */
const remark = /\s(?:(?:<[-=]+|←)\s|(?:and )?(?:call|name) it\s)[^'"]*$/i;

/** Reads configuration that people paste: JSON, TOML, YAML, curl, wget, `… mcp add …`, environment lines. Never throws. */
export const readPasted = (text: string): Pasted => {
  const found: Pasted = { servers: [], localPrograms: [], notes: [], rest: text };
  const shell = shellLine.exec(text);
  const json = jsonBlock.exec(text);
  if (
    shell !== null &&
    !(
      json !== null &&
      /mcp\s+add|-json/.test(shell[1]!) &&
      json.index > shell.index &&
      parseLoosely(json[0]) !== null
    )
  ) {
    const command = shell[1]!.replace(remark, '');
    readShell(command.trim(), found);
    if (holdsAny(found)) found.rest = text.replace(command, '\n');
    return found;
  }
  if (json !== null) {
    walk(parseLoosely(json[0]), /add-json\s+["']?([\w.-]+)["']?\s/.exec(shell?.[1] ?? '')?.[1], found);
    const around = shell === null ? text : text.replace(shell[1]!, json[0]);
    if (holdsAny(found)) found.rest = around.replace(json[0], '\n');
  }
  if (holdsAny(found)) return found;
  const nested = readNested(text);
  if (nested !== null) walk(nested.root, undefined, found);
  if (bareCommand.test(text)) found.localPrograms.push('');
  if (nested !== null && holdsAny(found)) found.rest = nested.rest;
  if (!holdsAny(found)) readEnv(text, found);
  return found;
};
