/** Two presses at one place count as one double click when this near: in ms, and in px of the window. */
const nearMs = 500;
const nearPx = 24;

const none = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0, isRepeated: false };
let last = none;

addEventListener(
  'pointerdown',
  ({ timeStamp: at, clientX: x, clientY: y }) => {
    const isRepeated = at - last.at < nearMs && Math.hypot(x - last.x, y - last.y) < nearPx;
    last = { at, x, y, isRepeated };
  },
  { capture: true },
);
// Whoever has typed since has let go of the first press.
addEventListener(
  'keydown',
  () => {
    last = none;
  },
  { capture: true },
);

/**
 * Whether a press or click goes on with the one before it, as the second of a double click: it was meant for what was
 * there at the first. A keyboard's never does. A finger's taps are not counted in `detail` by every browser.
 */
export const isRepeated = ({ detail }: MouseEvent): boolean =>
  detail > 1 || (detail === 1 && last.isRepeated);
