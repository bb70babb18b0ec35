/** Answers of a test's app that are not as the OpenAPI document says, each in a line. */
export const undocumented: string[] = [];
