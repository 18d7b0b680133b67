import { Button, Checkbox, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { CurrentUser } from "@api/bindings";
import { useRun } from "@api/query";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { FailureNote, useTitle } from "@shared/ui";
import { Cover } from "../components/Cover";
import classes from "../components/access.module.css";

const FIELDS = ["code", "organization_name", "display_name", "login", "password"] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

function codeInAddress(): string {
  return new URLSearchParams(window.location.hash.replace(/^#\/?/, "")).get("code") ?? "";
}

/** The first start: a clinic and its first administrator. */
export function SetupPage({ codeRequired, onEnter }: { codeRequired: boolean; onEnter: (me: CurrentUser) => void }) {
  const { t } = useI18n();
  useTitle(t("setup.title"));
  const [linked] = useState(codeInAddress);
  const [values, setValues] = useState<Fields>({ code: linked, organization_name: "", display_name: "", login: "", password: "" });
  const [demo, setDemo] = useState(true);
  const run = useRun("initializeSetup");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(
      { ...values, code: values.code.trim() || null, demo },
      {
        onSuccess: (answer) => {
          // The code has done its work and need not stay in the history.
          if (linked) window.history.replaceState(null, "", "/");
          onEnter(answer.me);
        },
      },
    );
  };
  const bind = (name: keyof Fields) => ({
    name,
    required: true,
    withAsterisk: false,
    value: values[name],
    error: fieldError(run.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });
  return (
    <Cover title={t("setup.title")} lead={t("setup.lead")}>
      <form onSubmit={submit} className={classes.form}>
        {codeRequired && !linked ? <TextInput label={t("setup.code")} description={t("setup.code_hint")} autoComplete="off" {...bind("code")} /> : null}
        <TextInput label={t("setup.clinic")} placeholder={t("setup.clinic_example")} autoComplete="organization" autoFocus {...bind("organization_name")} />
        <TextInput label={t("setup.name")} description={t("setup.name_hint")} autoComplete="name" {...bind("display_name")} />
        <TextInput label={t("access.login")} autoComplete="username" autoCapitalize="none" spellCheck={false} {...bind("login")} />
        <PasswordInput label={t("access.password")} description={t("setup.password_hint")} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }} {...bind("password")} />
        <Checkbox label={t("setup.demo")} description={t("setup.demo_hint")} checked={demo} onChange={(event) => setDemo(event.currentTarget.checked)} />
        <FailureNote failure={run.error} fields={linked ? FIELDS.filter((name) => name !== "code") : FIELDS} />
        <Button type="submit" size="md" loading={run.isPending} fullWidth>
          {t("setup.start")}
        </Button>
      </form>
    </Cover>
  );
}
