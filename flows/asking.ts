/** A question is refused this often before the user is handed the exact command instead. */
const refusalsBeforeHandingOver = 3;

/** What every flow that asks for values knows of its asking. */
export type Asking = {
  /** What was sent instead of a credential may be one: the user is asked. */
  doubted: boolean;
  /** Answers refused since the last one that was taken. */
  refusals: number;
};
export const nothingAsked: Asking = { doubted: false, refusals: 0 };

type Known = { context: Asking };
export const isDoubted = ({ context }: Known): boolean => context.doubted;
export const refusedOften = ({ context }: Known): boolean =>
  context.refusals + 1 >= refusalsBeforeHandingOver;
export const countedRefusal = ({ refusals }: Asking) => ({ refusals: refusals + 1 });

/** A refused answer: the third hands the flow over. */
export const refusal = <Target extends string>(target: Target) =>
  [{ guard: 'refusedOften', target }, { actions: 'countRefusal' }] as const;

/** What was sent instead of a credential may be one: a yes takes it, a no drops it. */
export const doubt = {
  'credential.doubted': { actions: 'doubtCredential' },
  confirmed: { guard: 'isDoubted', target: 'asking', actions: 'takeCredential' },
  denied: { guard: 'isDoubted', actions: 'dropDoubt' },
} as const;
