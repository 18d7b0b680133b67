import { Button, PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Visit } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { Dialog, DialogButtons, FailureNote } from "@shared/ui";
import { PatientLine } from "@features/patients";

const FIELDS = ["reason", "text", "password"] as const;

/** An addition to a signed note; the original stays as it was. */
export function AmendDialog({ visit, text, onClose }: { visit: Visit; /** To begin with. */ text: string; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [values, setValues] = useState({ reason: "", text, password: "" });
  const run = useRun("amendVisit");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(
      { visit_id: visit.visit_id, ...values },
      {
        onSuccess: (next) => {
          client.setQueryData(reading("getVisit", { visit_id: visit.visit_id }).queryKey, next);
          onClose();
        },
      },
    );
  };
  const bind = (name: (typeof FIELDS)[number]) => ({
    value: values[name],
    required: true,
    withAsterisk: false,
    error: fieldError(run.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });
  return (
    <Dialog title={t("amend.title")} onClose={onClose} size="lg" patient={<PatientLine patientId={visit.patient_id} />}>
      <form onSubmit={submit} style={{ display: "grid", gap: 14 }}>
        <p>{t("amend.hint")}</p>
        <TextInput label={t("amend.reason")} placeholder={t("amend.reason_example")} data-autofocus {...bind("reason")} />
        <Textarea label={t("amend.text")} rows={5} {...bind("text")} />
        <PasswordInput label={t("sign.password")} autoComplete="current-password" visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }} {...bind("password")} />
        <FailureNote failure={run.error} fields={FIELDS} />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button type="submit" loading={run.isPending}>
            {t("amend.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
