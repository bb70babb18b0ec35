/** Objects as a configuration holds them; an entry of a list is under its number. */
export type Nested = { [key: string]: unknown };
/** `rest`: the text without the lines that were read. */
type Read = { root: Nested; rest: string };

const unquoted = (value: string): string => value.replace(/^(["'])(.*)\1,?$/, '$2');
const bareKey = `[\\w./@-]+|"[^"\\n]+"|'[^'\\n]+'`;

const section = /^\s*\[\s*(?<path>[^\]=]+?)\s*\]\s*$/;
const assignment = new RegExp(`^\\s*(?<key>${bareKey})\\s*=\\s*(?<value>\\S.*?)\\s*$`);
/** `{ "X-Api-Key" = "…" }` */
const inlineTable = (value: string): Nested =>
  Object.fromEntries(
    [...value.matchAll(new RegExp(`(${bareKey})\\s*=\\s*("[^"]*"|'[^']*')`, 'g'))].map(
      ([, key = '', said = '']) => [unquoted(key), unquoted(said)],
    ),
  );

/** Keys come from whoever wrote the text: without a prototype none of them is more than a key. */
const fresh = (): Nested => Object.create(null) as Nested;
const below = (node: Nested, key: string): Nested => {
  const present = node[key];
  if (typeof present === 'object' && present !== null) return present as Nested;
  const made = fresh();
  node[key] = made;
  return made;
};

/** `[mcp_servers.docs]`, then `url = "…"`. */
const readSections = (lines: string[]): { root: Nested; taken: number[] } => {
  const root = fresh();
  const taken: number[] = [];
  let node: Nested | null = null;
  for (const [at, line] of lines.entries()) {
    const path = section
      .exec(line)
      ?.groups?.path?.match(/"[^"]+"|[^.\s]+/g)
      ?.map(unquoted);
    const said = assignment.exec(line)?.groups;
    if (path !== undefined) {
      node = root;
      for (const key of path) node = below(node, key);
    } else if (said?.key !== undefined && said.value !== undefined) {
      const value = said.value.startsWith('{') ? inlineTable(said.value) : unquoted(said.value);
      if (node !== null) node[unquoted(said.key)] = value;
    } else continue;
    if (node !== null) taken.push(at);
  }
  return { root, taken };
};

const entry = new RegExp(`^(?<indent> *)(?<item>- +)?(?<key>${bareKey}):(?: +(?<value>\\S.*?))? *$`);
/** Fields that speak of more than the address: a sentence says them as well, when there is one server they can be of. */
const spoken = /^(?:auth\w*|label|sandbox|header)$/i;
const addressKey = /^ *(?:- +)?["']?(?:url|serverUrl|httpUrl|base_?url|endpoint|uri)["']?: +\S/i;

/** Keys below keys, by indentation; a list is marked with dashes. */
const readIndented = (lines: string[]): { root: Nested; taken: number[] } => {
  const root = fresh();
  const taken: number[] = [];
  const open: { indent: number; node: Nested }[] = [{ indent: -1, node: root }];
  const isOfSeveral = lines.filter((line) => addressKey.test(line)).length > 1;
  for (const [at, line] of lines.entries()) {
    const { indent = '', item, key, value } = entry.exec(line)?.groups ?? {};
    if (key === undefined) continue;
    while (open.length > 1 && open.at(-1)!.indent >= indent.length) open.pop();
    let { node } = open.at(-1)!;
    if (item !== undefined) {
      node = below(node, String(Object.keys(node).length));
      open.push({ indent: indent.length, node });
    }
    const name = unquoted(key);
    if (value === undefined) {
      open.push({ indent: indent.length + (item?.length ?? 0), node: below(node, name) });
    } else node[name] = unquoted(value);
    const isOwn = isOfSeveral && (indent !== '' || item !== undefined);
    if (value === undefined || isOwn || !spoken.test(name)) taken.push(at);
  }
  return { root, taken };
};

/** Reads what people paste of TOML and YAML, as far as keys go; null for a text that is neither. Never throws. */
export const readNested = (text: string): Read | null => {
  const lines = text.split('\n');
  const hasSections = lines.some((line) => section.test(line)) && lines.some((line) => assignment.test(line));
  const isIndented = lines.some(
    (line, at) => /^ *(?:- +)?[\w."'/@-]+: *$/.test(line) && /^ +\S+:|^ *- /.test(lines[at + 1] ?? ''),
  );
  if (!hasSections && !isIndented) return null;
  const { root, taken } = hasSections ? readSections(lines) : readIndented(lines);
  const rest = lines.filter((line, at) => !taken.includes(at) && !/^\s*```/.test(line)).join('\n');
  return { root, rest };
};
