import { globSync, readFileSync } from 'node:fs';
import { dirname, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The text of every file of ours, by its path from the root, with `/` between folders. */
export type House = ReadonlyMap<string, string>;
/** What is wrong, each with what to do about it. */
export type Rule = (house: House) => string[];

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const notOurs = new Set(['node_modules', '.git', '.concierge', 'coverage', 'dist', '.wrangler']);
const textFile = /\.(?:[cm]?[jt]s|tsx|json|jsonl|md|html|css|ya?ml|toml|sh)$|(?:^|\/)(?:run|Dockerfile)$/;

/** Reads the house from disk. */
export const readHouse = (): House => {
  const paths = ['**/*', '.*', '.*/**/*']
    .flatMap((pattern) =>
      globSync(pattern, { cwd: root, withFileTypes: true, exclude: ({ name }) => notOurs.has(name) }),
    )
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`).split(sep).join('/'))
    .filter((path) => textFile.test(path));
  return new Map(paths.sort().map((path) => [path, readFileSync(`${root}/${path}`, 'utf8')]));
};

/** Lowest first; rooms of one floor do not know each other. */
const floors: readonly (readonly string[])[] = [
  ['errors'],
  ['log', 'soon'],
  ['domain'],
  ['flows'],
  ['store', 'egress', 'metrics'],
  ['vault'],
  ['config', 'upstream'],
  ['audit', 'limits'],
  ['accounts'],
  ['sources'],
  ['catalog'],
  ['calls'],
  ['agents'],
  ['concierge', 'move'],
  ['gateway'],
  ['http'],
  ['client'],
  ['cli', 'web'],
  ['app'],
  ['entry'],
];
const flowPackages = new Set(['xstate', 'zod']);
/** Tables may be longer than 300 lines; each is named here. */
const longTables = new Set<string>([]);
const maxLines = 300;

const isCode = (path: string): boolean => /^(?:src|flows)\/.*\.tsx?$/.test(path);
const roomOf = (path: string): string =>
  path.startsWith('flows/') ? 'flows' : (path.split('/')[1] ?? '').replace(/\.tsx?$/, '');
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));

const importPattern =
  /^(?:import|export)\b[^;'"=]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

type Import = { from: string; specifier: string; to: string | null };

const importsOf = (house: House): Import[] =>
  [...house]
    .filter(([path]) => isCode(path))
    .flatMap(([from, text]) =>
      [...text.matchAll(importPattern)].map((match): Import => {
        const specifier = match[1] ?? match[2] ?? match[3] ?? '';
        const to = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : null;
        return { from, specifier, to };
      }),
    );

const roomsHaveFloors: Rule = (house) =>
  [...new Set([...house.keys()].filter(isCode).map(roomOf))]
    .filter((room) => floorOf(room) < 0)
    .map((room) => `src/${room} has no floor: add it to the floors in test/house/rules.ts`);

const importsGoDown: Rule = (house) =>
  importsOf(house).flatMap(({ from, to }) => {
    if (to === null || roomOf(from) === roomOf(to)) return [];
    if (isCode(to) && floorOf(roomOf(to)) < floorOf(roomOf(from))) return [];
    return [`${from} imports ${to}, which is not on a floor below: move what it needs down, or pass it in`];
  });

const flowsArePure: Rule = (house) =>
  importsOf(house)
    .filter(({ from }) => from.startsWith('flows/'))
    .filter(({ to, specifier }) =>
      to === null ? !flowPackages.has(specifier) : !to.startsWith('flows/') && !to.startsWith('src/domain/'),
    )
    .map(({ from, specifier }) => `${from} imports ${specifier}: a flow knows only domain, xstate and zod`);

const noCycles: Rule = (house) => {
  const graph = Map.groupBy(importsOf(house), ({ from }) => from);
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) {
      const circle = [...trail.slice(trail.indexOf(path)), path].join(' → ');
      return [`${circle}: move what they share into a file of its own`];
    }
    if (finished.has(path)) return [];
    const found = (graph.get(path) ?? []).flatMap(({ to }) =>
      to === null ? [] : visit(to, [...trail, path]),
    );
    finished.add(path);
    return found;
  };
  return [...graph.keys()].flatMap((path) => visit(path, []));
};

const filesAreShort: Rule = (house) =>
  [...house]
    .filter(([path]) => isCode(path) && !path.endsWith('.gen.ts') && !longTables.has(path))
    .map(([path, text]) => [path, text.trimEnd().split('\n').length] as const)
    .filter(([, lines]) => lines > maxLines)
    .map(([path, lines]) => `${path} has ${lines} lines: split it by concept, at most ${maxLines}`);

const environmentStaysInEntry: Rule = (house) =>
  [...house]
    .filter(([path]) => isCode(path) && !path.startsWith('src/entry/'))
    .filter(([, text]) =>
      /\bprocess\s*(?:\.|\[\s*['"])env\b|\{[^}]*\benv\b[^}]*\}\s*(?:=|from)\s*(?:'node:)?process\b/.test(
        text,
      ),
    )
    .map(([path]) => `${path} reads the environment: parse it in src/config.ts, read it in src/entry`);

/** Who may send: the guard, the page, the command line's client, the model's adapter. */
const senders = /^src\/(?:egress|web|cli|concierge\/anthropic)\//;

/** Beside biome, which sees a bare `fetch` only. */
const onlyTheGuardSends: Rule = (house) =>
  [...house]
    .filter(([path]) => isCode(path) && !senders.test(path))
    .filter(([, text]) =>
      /(?<!typeof )\bglobalThis\.fetch\b|from '(?:undici|node:https|node:dgram)'/.test(text),
    )
    .map(([path]) => `${path} can reach the network: take an Egress (src/egress/port.ts) instead`);

const slash = '/';
const strangePaths = new RegExp(
  [
    `(?<![\\w.~-])${slash}(?:work|home|root|Users)${slash}[\\w.-]`,
    `(?<![\\w.~-])${slash}work(?=[\\s'"\`)]|$)`,
    `\\.\\.${slash}shared\\b`,
  ].join('|'),
  'm',
);

const noStrangePaths: Rule = (house) =>
  [...house].flatMap(([path, text]) => {
    const found = strangePaths.exec(text);
    return found === null
      ? []
      : [`${path} names ${found[0]}: a path of one machine; use one inside the tree`];
  });

const leftovers = new RegExp(`\\b(?:it|test|describe)\\.${'only'}\\(|\\b${'TO'}${'DO'}\\b`);

const nothingIsLeftOver: Rule = (house) =>
  [...house].flatMap(([path, text]) => {
    const found = leftovers.exec(text);
    return found === null ? [] : [`${path} holds ${found[0]}: finish it or take it out`];
  });

const maxDecisionLines = 40;
const decisionProblems = (path: string, text: string): string[] => {
  const missing = ['Context', 'Decision', 'Consequences'].filter(
    (heading) => !new RegExp(`^#+ ${heading}\\s*$`, 'm').test(text),
  );
  return [
    ...(/^docs\/decisions\/\d{3}-[a-z0-9-]+\.md$/.test(path) ? [] : ['name it NNN-title.md']),
    ...(missing.length === 0 ? [] : [`add the headings ${missing.join(', ')}`]),
    ...(text.trimEnd().split('\n').length <= maxDecisionLines ? [] : [`at most ${maxDecisionLines} lines`]),
  ].map((problem) => `${path}: ${problem}`);
};

const decisionsAreBrief: Rule = (house) =>
  [...house]
    .filter(([path]) => /^docs\/decisions\/.*\.md$/.test(path))
    .flatMap(([path, text]) => decisionProblems(path, text));

type Manifest = Partial<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
>;

const versionsAreExact: Rule = (house) => {
  const manifest: Manifest = JSON.parse(house.get('package.json') ?? '{}');
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json asks for ${name} ${version}: name one exact version`);
};

const lockNamesNoHost: Rule = (house) =>
  (house.get('package-lock.json') ?? '').includes('"resolved"')
    ? ['package-lock.json holds "resolved": install with --omit-lockfile-registry-resolved']
    : [];

type Locked = Record<string, { optionalDependencies?: Record<string, string> }>;

/** A registry that lacks a platform's package leaves it out of the lock file, and then `npm ci` refuses everywhere. */
const lockIsComplete: Rule = (house) => {
  const { packages = {} } = JSON.parse(house.get('package-lock.json') ?? '{}') as { packages?: Locked };
  const known = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !known.has(name))
      .map((name) => `package-lock.json lacks ${name} of ${path}: add its entry, or \`npm ci\` fails`),
  );
};

/** The rules of the house, each under what holds when it is kept. */
export const rules: Readonly<Record<string, Rule>> = {
  'every room has a floor': roomsHaveFloors,
  'imports go down': importsGoDown,
  'flows know only domain, xstate and zod': flowsArePure,
  'imports make no circle': noCycles,
  'files are short': filesAreShort,
  'only src/entry reads the environment': environmentStaysInEntry,
  'only the guard sends': onlyTheGuardSends,
  'nothing names a path of one machine': noStrangePaths,
  'nothing is left over': nothingIsLeftOver,
  'decision records are brief and complete': decisionsAreBrief,
  'versions are exact': versionsAreExact,
  'the lock file names no host': lockNamesNoHost,
  'the lock file has every optional package': lockIsComplete,
};
