import fc from 'fast-check';
import { type Command, changeables, clearableSlots, commandSchema } from '../../../src/concierge/commands.ts';
import type { View } from '../../../src/concierge/interpreter.ts';
import { authKinds } from '../../../src/domain/auth.ts';
import { sourceStatuses } from '../../../src/domain/source.ts';
import type { FixtureServers } from '../../fixtures/servers.ts';

const hostile = [
  '__proto__',
  'constructor',
  '<b>x</b>',
  '../..',
  'a\r\nb: c',
  '\u202Efdp',
  '[credential]',
  ' ',
];
const names = ['Docs', 'docs ', 'DOCS', 'Dócs', 'Acme', 'Acme billing', 'acme-billing', 'x'.repeat(200)];
const tools = ['search_docs', 'docs__search_docs', 'create_ticket', 'nothing'];
const given = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const one = (...values: string[]): fc.Arbitrary<unknown> => given(...values, ...hostile);

/** None of these is looked up or reached outside this machine. */
const urls = (servers: FixtureServers): fc.Arbitrary<unknown> => {
  const real = (['open', 'open', 'bearer', 'header', 'html', 'down', 'modern'] as const).map(servers.url);
  const refused = ['javascript:alert(1)', 'http://169.254.169.254/', 'https://a:b@x.dev/mcp', 'ftp://x.dev'];
  return one(
    ...real,
    `${servers.url('open')}?a=b`,
    'no url',
    `https://x.dev/${'a'.repeat(3000)}`,
    ...refused,
  );
};

/** Values of each field of the vocabulary, plausible and hostile. */
const valuesOf = (servers: FixtureServers): Record<string, fc.Arbitrary<unknown>> => ({
  base_url: urls(servers),
  auth_kind: given(...authKinds),
  auth_header: one('X-Api-Key', 'Host', 'Bad Header', 'Authorization'),
  name: one(...names),
  sandbox: one('default', 'staging', 'Staging', 'nope'),
  slot: given(...clearableSlots),
  source: one(...names),
  agent: one('support', 'Support agent', 'nobody'),
  tool: one(...tools),
  run: given('last'),
  rotate: given(true),
  what: given(...changeables),
  all: given(true),
  allow_tools: given([], ['search_docs'], tools, hostile),
  withhold_tools: given([], ['get_page'], tools, hostile),
  undo: given(true),
  allowed_tools: given(null, [], ['search_docs'], tools, hostile),
  rate_cap_per_minute: given(1, 600, 601, 1_000_000),
  status: given(...sourceStatuses),
  option: fc.oneof(
    fc.nat(4).map((at) => `@${at}`),
    one('confirm', 'deny', 'cancel', 'skip', 'discard', 'retry', 'fix:base_url', 'fix:credential', 'resume'),
  ),
  topic: one('credential', 'auth_kind', 'everything'),
  names: given([], ['deploy'], hostile),
  readings: given(
    [
      { command: 'revoke', source: 'Docs' },
      { command: 'pause', source: 'Acme' },
    ],
    [{ command: 'register' }, { command: 'update', rotate: true }, { command: 'help' }],
  ),
  text: one('All is well.'),
  kind: given('chitchat', 'not_supported', 'destructive'),
  how: given('archive', 'suspend'),
});

/** Any command of the vocabulary, with any of its fields. A field that has no values here throws. */
export const anyCommand = (servers: FixtureServers): fc.Arbitrary<Command> => {
  const values = valuesOf(servers);
  const commands = commandSchema.options.map(({ shape: { command, ...fields } }) => {
    const arbitraries = Object.fromEntries(
      Object.keys(fields).map((field) => {
        const value = values[field];
        if (value === undefined) throw new Error(`No values for the field ${field}: add some.`);
        return [field, value];
      }),
    );
    const required = Object.entries(fields).flatMap(([field, schema]) =>
      schema.safeParse(undefined).success ? [] : [field],
    );
    return fc
      .record(arbitraries, { requiredKeys: required })
      .map((slots) => ({ command: command.value, ...slots }) as Command);
  });
  return fc.oneof(...commands);
};

/** What leads somewhere, so that the walk reaches what lies deep. */
const leading = (servers: FixtureServers): fc.Arbitrary<Command> => {
  const { source, base_url } = valuesOf(servers);
  const registration = fc
    .record({
      base_url: given(...(['open', 'bearer', 'header', 'html'] as const).map(servers.url)),
      auth_kind: given(...authKinds),
      auth_header: given('X-Api-Key'),
      name: given('Docs', 'Acme', 'Acme billing', 'Pages'),
      sandbox: given('default', 'staging'),
    })
    .map(({ auth_header, ...slots }) => ({
      command: 'register',
      ...slots,
      ...(slots.auth_kind === 'header_token' ? { auth_header } : {}),
    }));
  const rest = fc.oneof(
    source!.map((name) => ({ command: 'revoke', source: name })),
    fc.record({ command: given('update'), source: source!, base_url: base_url! }),
    source!.map((name) => ({ command: 'update', source: name, rotate: true })),
    given({ command: 'skip' }, { command: 'choose', option: '@0' }, { command: 'choose', option: 'discard' }),
  );
  return fc.oneof(registration, rest, given({ command: 'affirm' })) as fc.Arbitrary<Command>;
};

/** A wrong understanding of one message: several commands that have nothing to do with it. */
export const proposals = (servers: FixtureServers): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof({ weight: 3, arbitrary: leading(servers) }, { weight: 2, arbitrary: anyCommand(servers) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );

/** `@2` means the third option on offer, whatever it is. */
export const aimed = (commands: readonly Command[], { options }: Pick<View, 'options'>): Command[] =>
  commands.map((command) => {
    const at = command.command === 'choose' ? /^@(\d)$/.exec(command.option)?.[1] : undefined;
    const option = options[Number(at) % options.length]?.id;
    return at === undefined || option === undefined ? command : { command: 'choose', option };
  });
