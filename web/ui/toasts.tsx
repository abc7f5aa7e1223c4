// Short messages at the foot of the window, told to screen readers as they come. Each may carry one way on.

import { IconButton } from "./button.tsx";
import "./toasts.css";

type ToastAction = { label: string; shortcut?: string; run: () => void };

export type Toast = {
  id: number;
  text: string;
  isError?: boolean;
  action?: ToastAction;
  /** Another way on, less likely. */
  alternative?: ToastAction;
};

export type ToastsProps = {
  toasts: readonly Toast[];
  label: string;
  closeLabel: string;
  onClose: (id: number) => void;
  /** While the pointer or the focus is inside, nothing should vanish. */
  onHold: (isHeld: boolean) => void;
};

export function Toasts({ toasts, label, closeLabel, onClose, onHold }: ToastsProps) {
  return (
    <section
      class="toasts"
      aria-label={label}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocusIn={() => onHold(true)}
      onFocusOut={() => onHold(false)}
    >
      <div role="status" aria-live="polite" aria-relevant="additions text">
        {toasts.map((toast) => (
          <div key={toast.id} class={toast.isError ? "toast toast-error" : "toast"}>
            <span class="toast-text">{toast.text}</span>
            {[toast.action, toast.alternative].map(
              (action) =>
                action && (
                  <button
                    key={action.label}
                    type="button"
                    class="toast-action"
                    onClick={action.run}
                    data-tip-key={action.shortcut}
                  >
                    {action.label}
                  </button>
                ),
            )}
            <IconButton icon="close" size={16} label={closeLabel} onClick={() => onClose(toast.id)} />
          </div>
        ))}
      </div>
    </section>
  );
}
