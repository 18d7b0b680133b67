import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { WireFailure } from "@api/bindings";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { Dialog, DialogButtons, FailureNote } from "@shared/ui";
import classes from "./vault.module.css";

type Props = { name: string; hasKey: boolean; saving: boolean; failure: WireFailure | null; onSave: (key: string | null) => void; onClose: () => void };

/** The key of a provider: it goes in and never comes out. */
export function KeyForm({ name, hasKey, saving, failure, onSave, onClose }: Props) {
  const { t } = useI18n();
  const [key, setKey] = useState("");
  return (
    <Dialog title={t("model.key_of", { name })} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(key);
        }}
      >
        <PasswordInput label={t("model.key")} description={t("model.key_hint")} data-autofocus required withAsterisk={false} autoComplete="off" value={key} error={fieldError(failure, "key")} visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }} onChange={(event) => setKey(event.currentTarget.value)} />
        <FailureNote failure={failure} fields={["key"]} />
        <DialogButtons>
          {hasKey ? (
            <Button variant="default" loading={saving} onClick={() => onSave(null)}>
              {t("model.key_remove")}
            </Button>
          ) : null}
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button type="submit" loading={saving}>
            {t("shared.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
