const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A secret in memory. Printing, joining or serialising it yields `[secret]`; only `reveal()` gives the text. */
export class Credential {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself: for sealing it and for the header of the request it belongs to, nothing else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
