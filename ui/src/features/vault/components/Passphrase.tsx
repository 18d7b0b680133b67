import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useRun } from "@api/query";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { announce, Dialog, DialogButtons, FailureNote } from "@shared/ui";
import classes from "./vault.module.css";

type Typed = { value: string; onChange: (value: string) => void };

function Field({ label, description, error, typed, isNew = false, isFirst = false }: { label: string; description?: string; error: string | null; typed: Typed; isNew?: boolean; isFirst?: boolean }) {
  const { t } = useI18n();
  return (
    <PasswordInput
      label={label}
      description={description}
      error={error}
      data-autofocus={isFirst || undefined}
      required
      withAsterisk={false}
      autoComplete={isNew ? "new-password" : "off"}
      visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }}
      value={typed.value}
      onChange={(event) => typed.onChange(event.currentTarget.value)}
    />
  );
}

function Buttons({ words, pending, onClose }: { words: string; pending: boolean; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <DialogButtons>
      <Button variant="default" onClick={onClose}>
        {t("vault.later")}
      </Button>
      <Button type="submit" loading={pending}>
        {words}
      </Button>
    </DialogButtons>
  );
}

/** The first passphrase: typed twice, because nobody can bring it back. */
export function ChoosePassphrase({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [differs, setDiffers] = useState(false);
  const run = useRun("choosePassphrase");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(first !== second);
    if (first === second) run.mutate({ passphrase: first }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("vault.choose")} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <p>{t("vault.choose_hint")}</p>
        <p>
          <strong>{t("vault.no_way_back")}</strong>
        </p>
        <Field label={t("vault.passphrase")} description={t("vault.passphrase_hint")} error={fieldError(run.error, "passphrase")} typed={{ value: first, onChange: setFirst }} isNew isFirst />
        <Field label={t("vault.again")} error={differs ? t("vault.differs") : null} typed={{ value: second, onChange: setSecond }} isNew />
        <FailureNote failure={run.error} fields={["passphrase"]} />
        <Buttons words={t("vault.keep")} pending={run.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** The passphrase that was chosen once. */
export function EnterPassphrase({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const [value, setValue] = useState("");
  const run = useRun("openKeys");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(
      { passphrase: value },
      {
        onSuccess: () => {
          announce(t("vault.opened"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t("vault.enter")} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <p>{t("vault.enter_hint")}</p>
        <Field label={t("vault.passphrase")} error={fieldError(run.error, "passphrase") ? t("vault.wrong") : null} typed={{ value, onChange: setValue }} isFirst />
        <FailureNote failure={run.error} fields={["passphrase"]} />
        <Buttons words={t("vault.open")} pending={run.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
