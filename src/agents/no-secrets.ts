import { findSecrets, isIssued, looksRandom, looksTokenish } from '../domain/find-secrets.ts';

const addresses = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'`<>]+/gi;
const shortest = 8;
/** Some patterns take the square of what they read: a long text is read in pieces that overlap. */
const piece = 2000;
const overlap = 300;

/** "order-2024", "CUST-00017", "X_API_KEY": words and numbers that are joined. */
const isName = (text: string): boolean =>
  text.split(/[-_.:/@,]+/).every((part) => /^(?:[A-Za-z]*\d{0,8}|v\d+)$/.test(part));

const isFreeOfThem = (text: string): boolean => {
  const urls = [...text.matchAll(addresses)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  return findSecrets(text, urls, false).every(({ value, said, sure }) => {
    const isToken = value.length >= shortest && /\d/.test(value) && looksTokenish(value) && !isName(value);
    return !isIssued(value) && !looksRandom(value) && !(said && sure && isToken);
  });
};

/**
 * False where a text that is kept in clear holds what is plainly a credential: one with the mark of its issuer, a random
 * word behind "token:" or in an address, or one so long that nothing else looks so. What may be a name or an id passes.
 */
export const holdsNoSecret = (text: string): boolean => {
  for (let at = 0; at < text.length; at += piece - overlap)
    if (!isFreeOfThem(text.slice(at, at + piece))) return false;
  return true;
};
