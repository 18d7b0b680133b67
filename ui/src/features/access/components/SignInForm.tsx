import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { CurrentUser } from "@api/bindings";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { FailureNote } from "@shared/ui";
import classes from "./access.module.css";

export function SignInForm({ login: given = "", onEnter }: { login?: string; onEnter: (me: CurrentUser) => void }) {
  const { t } = useI18n();
  const [login, setLogin] = useState(given);
  const [password, setPassword] = useState("");
  const run = useRun("signIn");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate({ login, password }, { onSuccess: (answer) => onEnter(answer.me) });
  };
  const wrong = run.error?.type === "Unauthenticated";
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput label={t("access.login")} value={login} onChange={(event) => setLogin(event.currentTarget.value)} autoComplete="username" required withAsterisk={false} autoFocus={!given} data-autofocus={given ? undefined : true} />
      <PasswordInput
        label={t("access.password")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        error={wrong ? t("access.wrong") : null}
        autoFocus={Boolean(given)}
        data-autofocus={given ? true : undefined}
        visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }}
      />
      {wrong ? null : <FailureNote failure={run.error} />}
      <Button type="submit" size="md" loading={run.isPending} fullWidth>
        {t("access.sign_in")}
      </Button>
    </form>
  );
}
