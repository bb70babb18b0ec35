import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';

const label = '(?:(?:re)?nam(?:e|ing)|(?:new )?(?:name|label|title))';
const opening =
  '^(?:(?:no|oh|ok|okay|hm+|ah|um+|well|actually|wait|sorry|but|and|just|please|then)[,.!\\s]+)*';
const closing =
  '(?: (?:though|please|after all|then|now|of it))*(?:,? (?:but|and|just)? ?(?:keep|leave|do|change|only|just)(?: (?:the|all|only|just))* (?:url|address|rest|others?|other changes?))?[\\s.!]*$';
/** "hmm not the rename", "without the new label", "leave the name alone", "don't rename it", "keep the old name". */
const notTheRename = new RegExp(
  `${opening}(?:(?:not|no|without|minus|except|skip|drop|forget|leave out|scrap|undo|cancel) (?:the |that |its )?${label}|(?:leave|keep) (?:the |its )?(?:old |present |current )?(?:name|label)(?: (?:alone|as it is|as it was|out))?|(?:do not|don['’]?t|never) (?:rename|relabel) (?:it|that|\\S+))${closing}`,
  'i',
);

/** "only the rename": a part of what is asked about, which is asked for by itself. */
const onlyTheRename = new RegExp(
  `${opening}(?:only|just) (?:do )?(?:the |that |its )?${label}${closing}`,
  'i',
);

/** "put the old one back", "keep the old URL": what there is stays, of which nothing was changed yet. */
const keepsOld = new RegExp(
  `${opening}(?:put|bring|take|keep|use|leave|set) (?:the |its )?(?:old|previous|former|original|present|current) (?:one|url|address|endpoint)(?: (?:back|again|as it (?:is|was)))*${closing}`,
  'i',
);

/**
 * At the question whether to change a source: its new label is left out, and the rest of the change stays. A label that
 * does not change is no reason to drop what does.
 */
export const notTheName = (text: string, { flow, awaiting, slots }: View): Command[] | null => {
  if (flow !== 'update' || awaiting !== 'confirmation') return null;
  if (keepsOld.test(text.trim())) return [{ command: 'deny' }];
  if (onlyTheRename.test(text.trim())) return [{ command: 'unclear' }];
  if (!notTheRename.test(text.trim())) return null;
  return [slots.name === undefined ? { command: 'unclear' } : { command: 'clear', slot: 'name' }];
};
