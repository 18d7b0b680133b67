import { Button, Loader } from "@mantine/core";
import { useState } from "react";
import type { ConsentDecision, ModelQuestionPreview, PlannedStep, Visit } from "@api/bindings";
import { useRun } from "@api/query";
import { useI18n, type MessageId } from "@shared/i18n";
import { Action, Dialog, DialogButtons, FailureNote, Icon } from "@shared/ui";
import { StepList } from "@features/models";
import type { ModelControl } from "../hooks/useModelDraft";
import classes from "./scribe.module.css";

/** What stands between the question and a model outside: the patient's consent, or a look at what is sent. */
function waitsFor(preview: ModelQuestionPreview): PlannedStep | undefined {
  if (preview.steps.some((step) => step.not_asked === null)) return undefined;
  return preview.steps.find((step) => step.not_asked === "no_consent" || step.not_asked === "not_shown");
}

/** Before something is sent outside: who gets it, what it is, and what the patient says to it. */
function Disclosure({ preview, step, visit, onClose, onReady }: { preview: ModelQuestionPreview; step: PlannedStep; visit: Visit; onClose: () => void; onReady: () => void }) {
  const { t } = useI18n();
  const consent = useRun("recordConsent");
  const shown = useRun("acknowledgeModelDisclosure");
  const decide = (decision: ConsentDecision) =>
    consent.mutate(
      { patient_id: visit.patient_id, purpose: "outside_model", decision, visit_id: visit.visit_id },
      { onSuccess: () => (decision === "refused" ? onClose() : agree()) },
    );
  const agree = () => shown.mutate({ connection_id: step.connection_id }, { onSuccess: onReady });
  const busy = consent.isPending || shown.isPending;
  return (
    <Dialog title={t("model.disclosure", { name: step.name })} size="lg" patient={visit.patient_name} onClose={onClose}>
      <p>{t("model.disclosure_hint", { name: step.name, host: step.host, model: step.model })}</p>
      <pre className={classes.sent} tabIndex={0} aria-label={t("model.sent")}>
        {preview.outside}
      </pre>
      {step.not_asked === "no_consent" ? <strong>{t("model.consent", { name: visit.patient_name })}</strong> : null}
      <FailureNote failure={consent.error ?? shown.error} />
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("shared.cancel")}
        </Button>
        {step.not_asked === "no_consent" ? (
          <>
            <Button variant="default" loading={busy} onClick={() => decide("refused")}>
              {t("consent.refused")}
            </Button>
            <Button variant="default" loading={busy} onClick={() => decide("this_visit")}>
              {t("consent.this_visit")}
            </Button>
            <Button loading={busy} onClick={() => decide("given")}>
              {t("consent.given")}
            </Button>
          </>
        ) : (
          <Button loading={busy} data-autofocus onClick={agree}>
            {t("model.send")}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

type Props = { control: ModelControl; visit: Visit; label: MessageId; command?: string };

/** Asks a model, says how far it is, and in words why it cannot be asked or did not answer. */
export function AskModel({ control, visit, label, command }: Props) {
  const { t } = useI18n();
  const [disclosing, setDisclosing] = useState<PlannedStep | null>(null);
  const { preview } = control;
  const blocked = preview ? waitsFor(preview) : undefined;
  const reason = !preview ? null : preview.steps.length === 0 ? t("model.off") : blocked || preview.steps.some((step) => step.not_asked === null) ? null : t("model.nobody");
  const ask = () => (blocked ? setDisclosing(blocked) : control.start());
  if (control.running)
    return (
      <div className={classes.bar} role="status">
        <Loader size="xs" />
        <span className={classes.grow}>
          {control.progress ? t("model.answering", { name: control.progress.provider }) : t("model.asking")} <span aria-hidden="true">{control.progress ? t("model.so_far", { count: control.progress.characters }) : null}</span>
          {control.parts.length > 0 ? <span> · {t("model.parts", { count: control.parts.length })}</span> : null}
        </span>
        <Button size="compact-sm" variant="default" onClick={control.stop}>
          {t("shared.stop")}
        </Button>
      </div>
    );
  return (
    <div className={classes.ask}>
      <Action size="compact-sm" variant="default" icon="bulb" needs="model:use" unless={reason} {...(command ? { command } : {})} onClick={ask}>
        {t(label)}
      </Action>
      {control.failure ? (
        <div className={classes.tried} role="alert">
          <p>
            <Icon name="alert" size={15} /> {t("model.failed")} {t("model.failed_hint")}
          </p>
          {control.failure.type !== "Unavailable" ? <FailureNote failure={control.failure} /> : preview?.latest?.model === null ? <StepList steps={preview.latest.steps} /> : null}
        </div>
      ) : reason && preview && preview.steps.length > 0 ? (
        <div className={classes.tried}>
          <p>{reason}</p>
          <StepList steps={preview.steps} />
        </div>
      ) : null}
      {disclosing && preview ? (
        <Disclosure
          preview={preview}
          step={disclosing}
          visit={visit}
          onClose={() => setDisclosing(null)}
          onReady={() => {
            setDisclosing(null);
            control.start();
          }}
        />
      ) : null}
    </div>
  );
}
