/** Names the bindings of the Worker that a request is for, as JSON in Base64. */
export const settingHeader = 'x-test-setting';
/** The address that a request is for: the connection itself goes to 127.0.0.1. */
export const urlHeader = 'x-test-url';
/** Asks for the lines that the Worker logged since they were last asked for. */
export const linesHeader = 'x-test-lines';
/** Where the Worker's guard is asked for one exchange. */
export const probePath = '/egress-probe';
