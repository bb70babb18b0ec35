const encoder = new TextEncoder();
const decoder = new TextDecoder();
const [openBrace, closeBrace] = [0x7b, 0x7d];

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
};

const membersOf = (members: Record<string, unknown>): Uint8Array[] =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value], at) => [
      encoder.encode(`${at === 0 ? '' : ','}${JSON.stringify(name)}:`),
      value instanceof EncodedJson ? value.bytes : encoder.encode(JSON.stringify(value)),
    ]);

/** A JSON value as its bytes in UTF-8: one so large that it is passed on as it is. */
export class EncodedJson {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  static of(value: unknown): EncodedJson {
    return new EncodedJson(encoder.encode(JSON.stringify(value)));
  }

  /** An object of values and encoded values; what is undefined is left out, as in JSON. */
  static object(members: Record<string, unknown>): EncodedJson {
    return new EncodedJson(joined([encoder.encode('{'), ...membersOf(members), encoder.encode('}')]));
  }

  isObject(): boolean {
    return this.bytes[0] === openBrace && this.bytes.at(-1) === closeBrace;
  }

  /** This object with further members, which it must not have yet. */
  with(members: Record<string, unknown>): EncodedJson {
    const own = this.bytes.subarray(0, -1);
    const separator = own.byteLength > 1 ? ',' : '';
    return new EncodedJson(
      joined([own, encoder.encode(separator), ...membersOf(members), encoder.encode('}')]),
    );
  }

  /** For who does not know it: right, though it reads and writes it again. */
  toJSON(): unknown {
    return this.value();
  }

  value(): unknown {
    return JSON.parse(decoder.decode(this.bytes));
  }
}
