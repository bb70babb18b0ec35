import type { Facts } from './facts.ts';
import { code } from './reply.ts';

type Placed = { name: string; sandbox_id: string };

/** How replies speak of a source. With one sandbox in the account nothing is said of it. */
export type Whereabouts = {
  /** Where it is: ` in `, then the sandbox's name. */
  place: string;
  /** Who may have its tools: ` of `, then the sandbox's name. */
  of_place: string;
  /** What the user says to mean it: with the sandbox when that is not the conversation's. */
  said: string;
};

/** The words for a source whose sandbox is not told. */
export const nowhere = (name: string): Whereabouts => ({ place: '', of_place: '', said: name });

/** Where a source is, for who does not know which sandboxes there are. */
export const placeOfSandbox = (sandbox: string): Pick<Whereabouts, 'place' | 'of_place'> => ({
  place: ` in ${code(sandbox)}`,
  of_place: ` of ${code(sandbox)}`,
});

export const whereaboutsOf = (
  { sandboxes, sandbox }: Pick<Facts, 'sandboxes' | 'sandbox'>,
  { name, sandbox_id }: Placed,
): Whereabouts => {
  const own = sandboxes.find((one) => one.sandbox_id === sandbox_id);
  if (own === undefined || sandboxes.length < 2) return nowhere(name);
  return {
    ...placeOfSandbox(own.name),
    said: sandbox_id === sandbox.sandbox_id ? name : `${name} in ${own.name}`,
  };
};
