import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ConsentDecision, PatientSummary, Recording, Visit } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { formatClock, formatDate, formatMoment, patientName } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Action, Dialog, DialogButtons, FailureNote, Loading, notifyDone } from "@shared/ui";
import { PatientLine } from "@features/patients";
import { ConsentRow } from "./ConsentRow";
import classes from "./recorder.module.css";

function FindPatient({ onFound }: { onFound: (patient: PatientSummary) => void }) {
  const { t } = useI18n();
  const [text, setText] = useState("");
  const [query] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({ ...reading("searchPatients", { query, limit: 6 }), enabled: query !== "", placeholderData: keepPreviousData });
  const items = query === "" ? [] : (found.data?.items ?? []);
  return (
    <div>
      <TextInput label={t("attach.patient")} description={t("attach.patient_hint")} data-autofocus value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
      {query !== "" && found.data && items.length === 0 ? <p>{t("attach.nobody")}</p> : null}
      <ul className={classes.matches} aria-label={t("nav.patients")}>
        {items.map((patient) => (
          <li key={patient.patient_id}>
            <button type="button" className={classes.match} onClick={() => onFound(patient)}>
              {patientName(patient)} <small>{[patient.birth_date ? formatDate(patient.birth_date) : null, patient.mrn].filter(Boolean).join(" · ")}</small>
            </button>
          </li>
        ))}
      </ul>
      <FailureNote failure={found.error} />
    </div>
  );
}

function ChooseVisit({ patientId, onChosen }: { patientId: string; onChosen: (visit: Visit) => void }) {
  const { t } = useI18n();
  const open = useQuery({ ...reading("listVisits", { patient_id: patientId, open: true, limit: 5 }), staleTime: 0 });
  const create = useRun("createVisit");
  if (open.error && !open.data) return <FailureNote failure={open.error} />;
  if (!open.data) return <Loading />;
  return (
    <div className={classes.attach}>
      <p>{t(open.data.items.length === 0 ? "attach.no_visit" : "attach.visit")}</p>
      <ul className={classes.matches} aria-label={t("attach.visits")}>
        {open.data.items.map((visit, at) => (
          <li key={visit.visit_id}>
            <button type="button" className={classes.match} autoFocus={at === 0} onClick={() => onChosen(visit)}>
              {formatMoment(visit.started_at)} <small>{visit.reason}</small>
            </button>
          </li>
        ))}
      </ul>
      <div>
        <Action variant="default" icon="plus" needs="visit:write" autoFocus={open.data.items.length === 0} loading={create.isPending} onClick={() => create.mutate({ patient_id: patientId }, { onSuccess: (detail) => onChosen(detail.visit) })}>
          {t("attach.new_visit")}
        </Action>
      </div>
      <FailureNote failure={create.error} />
    </div>
  );
}

function Confirm({ recording, visit, onClose }: { recording: Recording; visit: Visit; onClose: () => void }) {
  const { t } = useI18n();
  const { visit_id, patient_id } = visit;
  const known = useQuery({ ...reading("listVisitRecordings", { visit_id }), staleTime: 0 });
  const consent = useRun("recordConsent");
  const attach = useRun("attachRecording");
  const put = () =>
    attach.mutate(
      { recording_id: recording.recording_id, visit_id },
      {
        onSuccess: () => {
          notifyDone("attach.done", { values: { name: visit.patient_name } });
          onClose();
        },
      },
    );
  const decide = (decision: ConsentDecision) =>
    consent.mutate(
      { patient_id, visit_id, purpose: "recording", decision },
      {
        onSuccess: () => {
          if (decision !== "refused") put();
          else {
            notifyDone("attach.refused");
            onClose();
          }
        },
      },
    );
  if (known.error && !known.data) return <FailureNote failure={known.error} />;
  if (!known.data) return <Loading />;
  return (
    <div className={classes.attach}>
      <p>{t("attach.confirm", { at: formatMoment(recording.started_at), length: formatClock(recording.duration_ms), visit: formatMoment(visit.started_at) })}</p>
      {known.data.may_record ? (
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button autoFocus loading={attach.isPending} onClick={put}>
            {t("attach.attach")}
          </Button>
        </DialogButtons>
      ) : (
        <ConsentRow consent={known.data.consent} patientName={visit.patient_name} onDecide={decide} onCancel={onClose} />
      )}
      <FailureNote failure={consent.error ?? attach.error} />
    </div>
  );
}

/** A capture without a patient: whose it is, which visit, and whether the patient agrees. */
export function AttachDialog({ recording, onClose }: { recording: Recording; onClose: () => void }) {
  const { t } = useI18n();
  const [patient, setPatient] = useState<PatientSummary | null>(null);
  const [visit, setVisit] = useState<Visit | null>(null);
  return (
    <Dialog title={t("attach.title")} onClose={onClose} patient={patient ? <PatientLine patientId={patient.patient_id} /> : undefined}>
      {!patient ? <FindPatient onFound={setPatient} /> : !visit ? <ChooseVisit patientId={patient.patient_id} onChosen={setVisit} /> : <Confirm recording={recording} visit={visit} onClose={onClose} />}
    </Dialog>
  );
}
