const placeholder = '[credential]';
/** Shorter ones occur in ordinary text; replacing them would destroy it. */
const minLength = 6;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The characters that Base64 gives a secret wherever it stands in a longer text: one form per alignment. */
const base64Forms = (secret: string): string[] => {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].map((offset) => {
    const encoded = base64(new Uint8Array([...new Uint8Array(offset), ...bytes])).replace(/=+$/, '');
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((offset * 8) / 6), whole);
  });
};

const hexForms = (secret: string): string[] => {
  const hex = Array.from(new TextEncoder().encode(secret), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return [hex, hex.toUpperCase()];
};

const formsOf = (secret: string): string[] => {
  const encoded = base64Forms(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...encoded,
    ...encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ...hexForms(secret),
  ];
};

/** Replaces a secret in text and JSON by `[credential]`. */
export type Scrubber = { text(text: string): string; json<T>(value: T): T };

/**
 * A scrubber for known secrets: as they are, JSON-escaped, URL-encoded, in hexadecimal and in Base64 of either alphabet
 * at any alignment (rule S2). Secrets of fewer than six characters are left alone.
 */
export const createScrubber = (secrets: readonly string[]): Scrubber => {
  const forms = [...new Set(secrets.filter(({ length }) => length >= minLength).flatMap(formsOf))].sort(
    (one, other) => other.length - one.length,
  );
  const shortest = Math.min(...forms.map(({ length }) => length));
  const holdsOne = (given: string): boolean =>
    given.length >= shortest && forms.some((form) => given.includes(form));
  const text = (given: string): string =>
    holdsOne(given) ? forms.reduce((done, form) => done.replaceAll(form, placeholder), given) : given;
  const isClean = (value: unknown): boolean => {
    if (typeof value === 'string') return !holdsOne(value);
    if (Array.isArray(value)) return value.every(isClean);
    if (typeof value !== 'object' || value === null) return true;
    return Object.keys(value).every((key) => !holdsOne(key) && isClean(value[key as keyof typeof value]));
  };
  const replaced = <T>(value: T): T => {
    if (typeof value === 'string') return text(value) as T;
    if (Array.isArray(value)) return value.map(replaced) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), replaced(inner)])) as T;
  };
  /** Nearly everything is clean, and then need not be made anew. */
  const json = <T>(value: T): T => (isClean(value) ? value : replaced(value));
  return forms.length === 0 ? { text: (given) => given, json: (value) => value } : { text, json };
};

/**
 * True when `text` holds one of the secrets in any form that a scrubber knows, or as JSON within JSON. Unlike a
 * scrubber it finds short ones too, as they are: it is for refusing, where finding too much does no harm.
 */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean => {
  const quoted = (form: string): string => JSON.stringify(form).slice(1, -1);
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => (secret.length < minLength ? [secret] : formsOf(secret)))
    .some((form) => [form, quoted(form), quoted(quoted(form))].some((variant) => text.includes(variant)));
};
