// A dialog that asks for something, or for a yes: a form with the way out beside what it does.

import { useId } from "preact/hooks";

import { Button } from "./button.tsx";
import { Dialog, type DialogProps } from "./dialog.tsx";
import "./field.css";

export type FormDialogProps = Omit<DialogProps, "actions" | "size"> & {
  cancelLabel: string;
  submitLabel: string;
  variant?: "primary" | "danger";
  /** While what it does is under way it cannot be done again. */
  isBusy?: boolean;
  onSubmit: (data: FormData) => void;
};

export function FormDialog({
  cancelLabel,
  submitLabel,
  variant = "primary",
  isBusy = false,
  onSubmit,
  children,
  ...dialog
}: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      {...dialog}
      actions={
        <>
          <Button variant="quiet" onClick={dialog.onClose}>
            {cancelLabel}
          </Button>
          <Button variant={variant} type="submit" form={id} disabled={isBusy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(new FormData(event.currentTarget));
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}

/** What was typed or chosen in the field of a form; "" where it has none such. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
