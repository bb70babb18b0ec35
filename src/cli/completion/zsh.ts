import { briefly, type KnownCommand, optionValues, quoted } from './tree.ts';

const described = (name: string, about: string): string =>
  quoted(`${name.replaceAll(':', '\\:')}:${briefly(about)}`);

const offersOf = ({ at, below, options, values }: KnownCommand): string => {
  const commands = [
    ...below.map(({ name, about }) => described(name, about)),
    ...values.map((value) => quoted(value)),
  ];
  const flags = options.map(({ flag, about }) => described(flag, about));
  return `    (${quoted(at)})
      commands=(${commands.join(' ')})
      options=(${flags.join(' ')}) ;;`;
};

/** To be read at the start of a shell, or put into a folder of `fpath` as `_concierge`. */
export const zshCompletion = (tree: KnownCommand[]): string => {
  const deeper = tree.filter(({ at }) => at !== '').map(({ at }) => quoted(at));
  const values = tree
    .flatMap(optionValues)
    .map(({ place, values }) => `    (${quoted(place)}) compadd -- ${values.join(' ')}; return ;;`);
  return `#compdef concierge
# Completion of concierge for zsh. Load it in ~/.zshrc, after compinit:  eval "$(concierge completion zsh)"
_concierge() {
  local at next i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
      (${deeper.join('|')}) at=$next ;;
    esac
  done
  case "\${at:+$at }\${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  case "$at" in
${tree.map(offersOf).join('\n')}
  esac
  _describe -t commands command commands
  _describe -o -t options option options
}
if [[ "$funcstack[1]" == _concierge ]]; then _concierge "$@"; else compdef _concierge concierge; fi
`;
};
