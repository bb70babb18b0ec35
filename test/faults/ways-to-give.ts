const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = (length: number): string =>
  `${Array.from(crypto.getRandomValues(new Uint8Array(length - 3)), (byte) => alphabet[byte % 62]).join('')}x7Q`;

/** The shapes that tokens have. */
export const shapes: Record<string, () => string> = {
  random: () => random(40),
  'of an issuer': () => `ghp_${random(36)}`,
  'in Base64': () => `${random(20)}+${random(18)}/${random(5)}==`,
  'of three parts': () => `eyJ${random(17)}.${random(40)}.${random(43)}`,
};

/** What people write: the first lines open the conversation, the token stands in the last. */
export type Way = (token: string) => string[];

/** How people give a token to the Concierge, for a server at `url`. */
export const waysToGive = (url: string): Record<string, Way> => {
  const asked = (rest: string): string[] => [`add my MCP server at ${url} with a bearer token`, rest];
  const askedHeader = (rest: string): string[] => [`add ${url}, custom header X-Api-Key`, rest];
  const idle = (message: string): string[] => [message];
  return {
    'as the answer': (token) => asked(token),
    'in quotes': (token) => asked(`"${token}"`),
    'in backticks': (token) => asked(`\`${token}\``),
    'with Bearer': (token) => asked(`Bearer ${token}`),
    'with an introduction': (token) => asked(`here's the token: ${token}`),
    'with thanks behind it': (token) => asked(`here you go: ${token}, thanks`),
    'in a sentence': (token) => asked(`the token is ${token} and please call it Acme`),
    twice: (token) => asked(`${token} I repeat: ${token}`),
    'over two lines': (token) => asked(`token\n${token}\n`),
    'as a question': (token) => asked(`is ${token} a valid token?`),
    'as a header line': (token) => asked(`Authorization: Bearer ${token}`),
    'as a value with its header': (token) => askedHeader(`X-Api-Key: ${token}`),
    'as a value alone': (token) => askedHeader(token),
    'in the first sentence': (token) => idle(`add ${url} with bearer token ${token}`),
    'in the first sentence, as a key': (token) => idle(`register ${url} header X-Api-Key value ${token}`),
    'in a curl command': (token) => idle(`curl -X POST ${url} -H "Authorization: Bearer ${token}"`),
    'in a curl command, single quotes': (token) => idle(`curl ${url} -H 'X-Api-Key: ${token}' -d '{}'`),
    'in JSON': (token) =>
      idle(
        JSON.stringify({
          mcpServers: { acme: { url, headers: { Authorization: `Bearer ${token}` } } },
        }),
      ),
    'in indented JSON': (token) => idle(JSON.stringify({ url, headers: { 'X-Api-Key': token } }, null, 2)),
    'in an env file': (token) => idle(`MCP_URL=${url}\nMCP_TOKEN=${token}\nadd this please`),
    'in an exported variable': (token) => idle(`export ACME_API_KEY="${token}" is what I use for ${url}`),
    'in claude mcp add': (token) =>
      idle(`claude mcp add --transport http acme ${url} --header "Authorization: Bearer ${token}"`),
    'in a YAML block': (token) => idle(`url: ${url}\nauth:\n  type: bearer\n  token: ${token}`),
    'in a URL query': (token) => idle(`add ${url}?api_key=${token}`),
    'in a URL query with an unknown name': (token) => idle(`add ${url}?k=${token}`),
    'as user and password of a URL': (token) => idle(`add ${url.replace('://', `://user:${token}@`)}`),
    'as a label by mistake': (token) => [`add ${url}, no authentication`, token],
    'as a URL by mistake': (token) => ['add a server', token],
    'as a header name by mistake': (token) => [`add ${url}, custom header`, token],
    'as an auth kind by mistake': (token) => [`add ${url}`, token],
    'in a label': (token) => idle(`add ${url} without auth and name it ${token}`),
    'as the name of a source': (token) => idle(`revoke ${token}`),
    'as a tool to explain': (token) => idle(`why is ${token} missing?`),
    'out of the blue': (token) => idle(token),
    'in a complaint': (token) => idle(`I told you, my password is ${token}!`),
    'in another language': (token) => idle(`Mein Schlüssel lautet ${token}`),
    'at the confirmation': (token) => [`add ${url}, no auth, name it ${random(6)}`, `yes, token ${token}`],
  };
};
