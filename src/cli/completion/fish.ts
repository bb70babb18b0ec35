import { briefly, type KnownCommand } from './tree.ts';

/** A text between single quotes of fish, where a backslash escapes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const linesOf = ({ at, below, options, values }: KnownCommand): string[] => {
  const here = `complete -c concierge -n ${quoted(`__concierge_at ${at}`.trim())}`;
  return [
    ...below.map(({ name, about }) => `${here} -a ${quoted(name)} -d ${quoted(briefly(about))}`),
    ...values.map((value) => `${here} -a ${quoted(value)}`),
    ...options.map(({ flag, about, takesValue, values: allowed }) => {
      const value = takesValue ? ` -x${allowed.length === 0 ? '' : ` -a ${quoted(allowed.join(' '))}`}` : '';
      return `${here} -l ${flag.slice(2)}${value} -d ${quoted(briefly(about))}`;
    }),
  ];
};

export const fishCompletion = (tree: KnownCommand[]): string => {
  const deeper = tree.filter(({ at }) => at !== '').map(({ at }) => quoted(at));
  return `# Completion of concierge for fish: concierge completion fish > ~/.config/fish/completions/concierge.fish
function __concierge_at
  set -l at
  for word in (commandline -opc)[2..]
    set -l next (string join ' ' -- $at $word)
    contains -- $next ${deeper.join(' ')}; and set at $next
  end
  test "$at" = "$argv"
end
complete -c concierge -f
${tree.flatMap(linesOf).join('\n')}
`;
};
