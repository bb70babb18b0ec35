const plausibleLength = 8;
const exactNames = new Set(['key', 'auth', 'authorization', 'bearer', 'jwt', 'sig', 'signature', 'pwd']);
const nameEndings =
  /(?:token|apikey|secret|secretkey|accesskey|subscriptionkey|password|passwd|credentials?)$/;
/** How well-known issuers begin a token; found under any name. */
const issued = /^(?:sk|pk|rk)[-_]|^gh[a-z]_|^github_pat_|^glpat-|^xox[a-z]-|^eyJ|^olk_|^AKIA/;

const isCredentialName = (name: string): boolean => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return exactNames.has(plain) || nameEndings.test(plain);
};

/** True when a parameter looks like a credential, by its name or by the shape of its value (rule S4). */
export const holdsCredential = (query: URLSearchParams): boolean =>
  [...query].some(
    ([name, value]) => value.length >= plausibleLength && (isCredentialName(name) || issued.test(value)),
  );
