import { type KnownCommand, optionValues, quoted } from './tree.ts';

const wordsOf = ({ below, options, values }: KnownCommand): string =>
  [...below.map(({ name }) => name), ...values, ...options.map(({ flag }) => flag)].join(' ');

/** For bash 3.2 and newer. */
export const bashCompletion = (tree: KnownCommand[]): string => {
  const deeper = tree.filter(({ at }) => at !== '').map(({ at }) => quoted(at));
  const values = tree
    .flatMap(optionValues)
    .map(({ place, values }) => `    ${quoted(place)}) offers=${quoted(values.join(' '))} ;;`);
  const offers = tree.map((command) => `      ${quoted(command.at)}) offers=${quoted(wordsOf(command))} ;;`);
  return `# Completion of concierge for bash. Load it in ~/.bashrc:  eval "$(concierge completion bash)"
_concierge() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} at= next offers i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in
      ${deeper.join('|')}) at=$next ;;
    esac
  done
  case "\${at:+$at }$before" in
${values.join('\n')}
    *) case "$at" in
${offers.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$offers" -- "$word"))
}
complete -F _concierge concierge
`;
};
