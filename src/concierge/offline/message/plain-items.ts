import type { Item } from '../clause/read-clause.ts';

const isSocial = (item: Item): boolean =>
  item.yes !== undefined ||
  item.no === true ||
  (item.commands ?? []).some(({ command }) => /^(?:thanks|greet|bye)$/.test(command));
/** Whether the clauses are certainly a request, a reply or a correction, and no free text such as a label. */
export const isPlain = (items: Item[]): boolean => {
  const plain = items.filter((item) => item.plain);
  const unread = items.some(
    (item) => item.commands === undefined && item.slots === undefined && !item.register && !isSocial(item),
  );
  return plain.length > 0 && (!unread || plain.some((item) => !isSocial(item)));
};

/** "please" and other words that stand for nothing. */
export const saysNothing = ({ commands, slots, register, value, no, more, names }: Item): boolean =>
  [commands, slots, value, more, names].every((one) => one === undefined) && !register && !no;
