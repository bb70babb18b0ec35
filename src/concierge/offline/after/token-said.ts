import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';

/** "token [credential]", "my token is [credential]", and no "custom token" or "token for the header". */
const token =
  /(?<!\b(?:api|custom|secret|header|no|not)[ _-])\b(?:(?:access|github|gitlab|api access) )?token(?:\s*(?:is|:|=|->)|,)?\s+["'`]?\[credential\]/i;
const otherKind = /\b(?:headers?|x-[\w-]+|api[ -]?keys?|cookie)\b/i;

/** A credential that is called a token is a bearer token, where no other kind is said. */
export const withTokenSaid = (text: string, view: View, commands: Command[]): Command[] => {
  if (!token.test(text) || otherKind.test(text)) return commands;
  const saysKind = commands.some((one) => 'auth_kind' in one || 'auth_header' in one);
  const [register, ...others] = commands.filter((one) => one.command === 'register');
  if (saysKind || others.length > 0) return commands;
  if (register !== undefined)
    return commands.map((one) => (one === register ? { ...register, auth_kind: 'bearer' as const } : one));
  const isAsked = view.flow === 'register' && view.awaiting === 'auth_kind';
  const isAll = commands.every(({ command }) => command === 'unclear');
  return isAsked && isAll ? [{ command: 'set', auth_kind: 'bearer' }] : commands;
};
