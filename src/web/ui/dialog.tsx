import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isRepeated } from './press.ts';

type Props = { title: string; onClose: () => void; children: ComponentChildren };

const dropRepeated = (event: MouseEvent): void => {
  if (!isRepeated(event)) return;
  event.preventDefault();
  event.stopPropagation();
};

/**
 * A dialog that keeps the focus until it is closed: by its buttons, Esc, or a click beside it. The second click of a
 * double click, whose first opened it, neither answers nor closes it.
 */
export const Dialog = ({ title, onClose, children }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => ref.current?.showModal(), []);
  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onMouseDown={(event) => event.target === ref.current && !isRepeated(event) && onClose()}
      onClickCapture={dropRepeated}
    >
      <div class="dialog-body">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
};

type ConfirmProps = {
  title: string;
  text: string;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something that cannot be undone; what has the focus first is the way out. */
export const Confirm = ({ title, text, confirm, onConfirm, onClose }: ConfirmProps) => (
  <Dialog title={title} onClose={onClose}>
    <p>{text}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick={onClose}>
        Keep it
      </button>
      <button type="button" class="button danger solid" onClick={onConfirm}>
        {confirm}
      </button>
    </div>
  </Dialog>
);
