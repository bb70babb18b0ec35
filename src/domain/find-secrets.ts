/**
 * A secret in a message: where it stands, whether the words around it said so, and whether it is one for sure:
 * the last word of "I do not have the token yet" is none, unless nothing else can be made of the message.
 */
export type Found = { start: number; end: number; value: string; said: boolean; sure: boolean };

/** "bearer", and on the next line "MCP_TOKEN=…": the value is what stands behind the variable. */
const variable = '(?-i:[A-Z][A-Z0-9_]+=[^=])';
const value = `["'\`]?(?!${variable})(?<value>[^\\s"'\`<>{}|\\\\]+)`;
const word =
  '(?:token|jwt|pat|api[ _-]?key|key|secret|password|passwd|passphrase|pwd|credentials?|creds?|value)s?';
const link =
  "(?:\\s*(?:(?:['’]s|\\b(?:is|are|was|will be|would be|should be|being|as follows))\\b|=>|->|:=|=|:)\\s*)+(?:(?:this|this one|the following|now)\\s*:\\s*)?";
/** "for Tickets", "of the ticket desk": whose it is. */
const owner = '(?:\\s+(?:for|of|to|on|at)\\s+[^\\n.,;:?!="\'`]{1,40}?)?';
const headerNames =
  '(?:x-[\\w-]+|[a-z][\\w-]*[-_](?:key|token|secret|auth|password)|api-?key|cookie|proxy-authorization)';

/** Places where a secret stands, whatever it looks like. */
const places = [
  new RegExp(`\\bauthorization["']?\\s*[:=]\\s*["'\`]?(?:(?:bearer|token|basic|apikey)\\s+)?${value}`, 'dgi'),
  new RegExp(
    `(?<![\\w/-])${headerNames}["']?\\s*[:=]\\s*["'\`]?(?:(?:bearer|token|basic)\\s+)?${value}`,
    'dgi',
  ),
  new RegExp(
    `(?<=^|[\\s,"'{;])(?!\\w*_env(?:_var)?\\b)[A-Za-z0-9_]*(?:token|key|secret|password|passwd|pat|bearer|credential)[A-Za-z0-9_]*["']?\\s*[=]\\s*["'\`]?(?:bearer\\s+)?${value}`,
    'dgim',
  ),
  new RegExp(
    `"(?!\\w*_env(?:_var)?")[\\w-]*(?:token|key|secret|password|auth)[\\w-]*"\\s*:\\s*"(?:(?:bearer|basic)\\s+)?${value}`,
    'dgi',
  ),
  new RegExp(`(?:^|\\s)(?:-u|--user|--oauth2-bearer|--token|--password)[\\s=]+${value}`, 'dg'),
];
/** Places inside an address: a query parameter, user and password. */
const placesInUrls = [
  /[?&#;](?:[\w-]*(?:key|token|secret|password|passwd|auth|sig|signature|code|credential|jwt|pat|access)[\w-]*)=(?<value>[^&\s"'`<>#]+)/dgi,
  /\b[a-z][a-z0-9+.-]*:\/\/(?<value>[^\s/@?#]+)@/dgi,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@?#:]+:(?!\d+[/?#])(?<value>[^\s@?#]+)@/dgi,
];
/** A query parameter of any name: a secret only by its shape. */
const inQueries = /[?&;][\w.~-]+=(?<value>[^&\s"'`<>#]+)/dgi;
/** Places where a secret may stand, or the sentence may go on. */
const perhaps = [
  { at: new RegExp(`\\b${word}${owner}${link}(?:bearer\\s+)?${value}`, 'dgi'), sure: /[:=]\s*["'`]?$/ },
  {
    at: new RegExp(
      `\\b(?:change|set|update|replace|rotate|switch|reset)\\s+(?:[a-z]+\\s+){0,2}?${word}${owner}\\s+(?:to|with|by|into)\\s+${value}`,
      'dgi',
    ),
    sure: /$^/,
  },
  { at: new RegExp(`\\bbearer(?:\\s+token)?\\s*:?\\s+${value}`, 'dgi'), sure: /:\s*["'`]?$/ },
  { at: new RegExp(`\\b(?:new|current|right|real|correct) one${link}${value}`, 'dgi'), sure: /:\s*$/ },
  {
    at: new RegExp(`^\\s*(?:sure|ok|okay|yes|there|here|this|so|well)\\s*[:,]\\s*${value}\\s*$`, 'dgi'),
    sure: /$^/,
  },
  { at: new RegExp(`\\b${word}\\s+${value}`, 'dgi'), sure: /$^/ },
  {
    at: new RegExp(
      `\\b(?:here(?:['’]?s| is| it is| you (?:go|are)| comes)|it['’]?s|it is|this is it|there you go)(?!\\w)(?:[^:\\n]{0,30}:)?\\s*${value}`,
      'dgi',
    ),
    sure: /$^/,
  },
];

const ordinary = new Set(
  `a an the my our your its it in on at to of for with from by as is are was be not no none nothing null nil required needed expired wrong invalid missing below above following stored called named
  called set given secret token tokens key keys auth authentication authorization bearer basic header headers custom and or but so then which that this there here please thanks optional mandatory valid correct
  right ready available unknown different same new old based scheme type kind only too also just ok fine good yes true false empty blank sent read expected passed checked used kept via inside unset undefined
  rotated compromised leaked long short safe private public encrypted coming attached later now label name url server endpoint rejected refused revoked changed still already probably maybe something nobody
  what why how when where who value values one mine yours ours theirs me you us them i we they has have had does do did can could would will should may might must if because since until after before over under`.split(
    /\s+/,
  ),
);

const prefixes =
  /^(?:sk|pk|rk)[-_](?=\S{8})|^gh[opsur]_\w{8}|^github_pat_|^glpat-|^xox[abeprs]-|^(?:AKIA|ASIA)[A-Z0-9]{12}|^AIza[\w-]{20}|^ya29\.|^eyJ[\w-]{8,}\.|^(?:olk|hf|npm|pypi|shpat|whsec|sq0\w{3}|dop_v1|lin_api|figd|ntn|secret|rnd|key|tok|token|pat)[_-](?=\S*\d)\S{12,}|^SG\.\w{8}/;
const ownId = /^(?:ds|sb|ag|rn|ss|key|us)_[0-9A-HJKMNP-TV-Z]{26}$/i;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** In an address these name a thing more often than they open one. */
const isIdentifier = (text: string): boolean => uuid.test(text) || /^[0-9a-f]{32,}$/i.test(text);
const revision =
  /\b(?:commit|sha\d*|hash|revision|rev|git|checksum|digest)(?: (?:id|is|at|of|hash))?[\s:#="'`]*$/i;

const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
};
const classesIn = (text: string): number => [/[a-z]/, /[A-Z]/, /\d/].filter((one) => one.test(text)).length;
/** Words, numbers and versions joined by punctuation: a tool's, a host's or a file's name. */
const isCompound = (text: string): boolean =>
  text
    .split(/[-_.:/@,]+/)
    .every((part) =>
      /^(?:[a-z]{0,14}\d{0,4}|[A-Z]{1,12}\d{0,3}|[A-Z][a-z]{1,13}\d{0,3}|(?:[a-z]{2,12}[A-Z]?)+|v\d+)$/.test(
        part,
      ),
    );

/** It bears the mark of an issuer, such as `ghp_`. */
export const isIssued = (text: string): boolean => prefixes.test(text);
/** So long and so mixed that no name, hash or id of ours looks so. */
export const looksRandom = (text: string): boolean =>
  text.length >= 32 &&
  !isIdentifier(text) &&
  classesIn(text) === 3 &&
  entropy(text) >= 3.8 &&
  looksSecret(text);

/** True when a word looks random or bears the mark of an issuer, with nothing around it that says so. */
export const looksSecret = (text: string): boolean => {
  if (ownId.test(text) || /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)) return false;
  if (prefixes.test(text) || uuid.test(text)) return true;
  if (/^[0-9a-f]{32,}$/i.test(text)) return entropy(text) >= 2;
  if (!/^[\w+/=.~!$%^&*@#:-]+$/.test(text) || text.length < 16 || isCompound(text)) return false;
  const kinds = classesIn(text);
  return (
    (text.length >= 20 && kinds >= 2 && /\d/.test(text) && entropy(text) >= 3) ||
    (kinds === 3 && entropy(text) >= 3) ||
    (text.length >= 32 && kinds >= 2 && entropy(text) >= 3.8)
  );
};
/** A header's name is shorter than a key that happens to look like one. */
const longestHeader = 20;

/** After "token" or "bearer" less is needed: a digit, a symbol or an inner capital. */
export const looksTokenish = (text: string): boolean =>
  text.length >= 5 &&
  !/^(?:https?|wss?):/i.test(text) &&
  (/\d/.test(text) ||
    /[a-z][A-Z]/.test(text) ||
    /[_$%^+=~]/.test(text) ||
    (text.length >= 16 && !isCompound(text))) &&
  !/^x-[a-z-]+$/i.test(text);

/** "auth=bearer env=prod": the next field of a list. */
const field = /^(?:env|environment|sandbox|name|label|title|url|auth\w*|header)[=:]/i;
const trimmed = (raw: string): string => raw.replace(/[.,;:!?)\]}'"`]+$/, '');
const placeholder = /^(?:\$\{?|<|\[credential|%\w|\{\{|\.{3}|…|\*{3}|x{4,}$|your[_-])/i;

const isPlain = (text: string): boolean =>
  ordinary.has(text.toLowerCase()) || placeholder.test(text) || text === '';

/** Every secret in `text`, in order; overlapping ones are joined. Addresses keep their host and path. */
export const findSecrets = (
  text: string,
  urls: { start: number; end: number }[],
  asked: boolean,
): Found[] => {
  const found: Found[] = [];
  const add = (start: number, raw: string, said: boolean, sure = true) => {
    const secret = trimmed(raw);
    if (secret === '') return;
    const span = { start, end: start + secret.length, value: secret, said, sure };
    const over = found.find((other) => span.start < other.end && span.end > other.start);
    if (over === undefined) found.push(span);
    else {
      over.said ||= said;
      over.sure ||= sure;
    }
  };
  const inUrl = (at: number) => urls.some(({ start, end }) => at >= start && at < end);
  for (const place of [...placesInUrls, ...places])
    for (const match of text.matchAll(place)) {
      const start = match.indices!.groups!.value![0];
      if (inUrl(start) === placesInUrls.includes(place) && !isPlain(trimmed(match.groups!.value!)))
        add(start, match.groups!.value!, true);
    }
  for (const { at, sure } of perhaps)
    for (const match of text.matchAll(at)) {
      const raw = match.groups!.value!;
      const start = match.indices!.groups!.value![0];
      const secret = trimmed(raw);
      const certain =
        sure.test(text.slice(match.index, start)) ||
        (asked && /^\s*[.!]?\s*$/.test(text.slice(start + secret.length)));
      if (
        isPlain(secret) ||
        inUrl(start) ||
        /^\w+:\/\//.test(raw) ||
        field.test(raw) ||
        (secret.length < longestHeader && /^x-[a-z-]+$/i.test(secret))
      )
        continue;
      const evident = looksTokenish(secret) || sure.test(text.slice(match.index, start));
      if (evident || (certain && secret.length >= 3)) add(start, raw, true, evident);
    }
  for (const match of text.matchAll(inQueries)) {
    const secret = match.groups!.value!;
    const start = match.indices!.groups!.value![0];
    if (inUrl(start) && looksSecret(secret) && !isIdentifier(secret)) add(start, secret, true);
  }
  for (const match of text.matchAll(/[^\s"'`<>()[\]{},;|=]+=*/g)) {
    const secret = trimmed(match[0]);
    if (
      !inUrl(match.index) &&
      looksSecret(secret) &&
      !revision.test(text.slice(Math.max(0, match.index - 24), match.index))
    )
      add(match.index, match[0], false);
  }
  return found.sort((one, other) => one.start - other.start);
};
