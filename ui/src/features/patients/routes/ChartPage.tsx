import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Patient, WireFailure } from "@api/bindings";
import { call, reading, toFailure, useRun, type Input } from "@api/query";
import { pickFiles, saveFile } from "@platform/files";
import { useCommand } from "@shared/commands";
import { formatDate, formatMoment, patientName } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Card, EmptyState, ErrorState, FailureNote, Icon, Loading, Mark, notifyDone, notifyFailure, Page, useTitle } from "@shared/ui";
import { VisitList } from "@features/visits";
import { fromPatient } from "../components/form";
import { PatientForm } from "../components/PatientForm";
import { PatientStrip } from "../components/PatientStrip";
import classes from "../components/patients.module.css";

function Details({ patient }: { patient: Patient }) {
  const { t } = useI18n();
  const { animal } = patient;
  const facts: [string, string | null | undefined][] = [
    [t("patient.birth_date"), patient.birth_date ? formatDate(patient.birth_date) : null],
    [t("patient.phone"), patient.phone],
    [t("patient.email"), patient.email],
    [t("patient.address"), patient.address],
    [t("patient.species"), animal ? [animal.species, animal.breed].filter(Boolean).join(", ") : null],
    [t("patient.coat_color"), animal?.coat_color],
    [t("patient.chip_number"), animal?.chip_number],
    [t("patient.neutered"), animal?.is_neutered == null ? null : t(animal.is_neutered ? "shared.yes" : "shared.no")],
    [t("patient.registered"), formatMoment(patient.created_at)],
  ];
  return (
    <dl className={classes.details}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {animal ? (
        <div>
          <dt>{t("patient.owner")}</dt>
          <dd>
            <Link to="/owners/$ownerId" params={{ ownerId: animal.owner.owner_id }}>
              {animal.owner.given_name} {animal.owner.family_name}
            </Link>
            {animal.owner.phone ? `, ${animal.owner.phone}` : ""}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

const unreadable: WireFailure = { type: "Validation", rule: "malformed", message: "", reference: "" };

export function ChartPage() {
  const { t } = useI18n();
  const { patientId } = useParams({ from: "/patients/$patientId" });
  const navigate = useNavigate();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const answer = useQuery(reading("getPatient", { patient_id: patientId }));
  const visits = useQuery({ ...reading("listVisits", { patient_id: patientId, limit: 200 }), enabled: can("visit:read") });
  const create = useRun("createVisit");
  const patient = answer.data;
  useTitle(patient ? patientName(patient) : undefined, t("patient.chart"));

  const start = () =>
    create.mutate(
      { patient_id: patientId },
      { onSuccess: (detail) => void navigate({ to: "/visits/$visitId", params: { visitId: detail.visit.visit_id } }) },
    );
  const exportVisits = () => {
    call("exportVisits", { patient_id: patientId }).then(
      (file) => {
        saveFile(`visits-${file.mrn}.json`, "application/json", JSON.stringify(file, null, 2));
        notifyDone("patient.exported", { values: { count: file.visits.length } });
      },
      (error: unknown) => notifyFailure(toFailure(error)),
    );
  };
  const take = useRun("importVisits");
  const importVisits = async () => {
    const [file] = await pickFiles(".json,application/json");
    if (!file) return;
    try {
      const visits = JSON.parse(await file.text()) as Input<"importVisits">["file"];
      const report = await take.mutateAsync({ patient_id: patientId, file: visits });
      notifyDone("patient.visits_imported", { values: { created: report.created, failed: report.failed } });
    } catch (error) {
      notifyFailure(error instanceof SyntaxError ? unreadable : toFailure(error));
    }
  };
  useCommand("patient.import_visits", () => void importVisits(), can("visit:import"));
  useCommand("patient.start_visit", start, can("visit:write") && !editing);
  useCommand("patient.edit", () => setEditing(true), can("patient:write"));
  useCommand("patient.export", exportVisits, can("visit:export"));

  if (answer.error && !patient) return <ErrorState whole failure={answer.error} onRetry={() => void answer.refetch()} />;
  if (!patient) return <Loading />;
  const startButton = (
    <Action icon="plus" command="patient.start_visit" needs="visit:write" loading={create.isPending} onClick={start}>
      {t("patient.start_visit")}
    </Action>
  );
  return (
    <>
      <PatientStrip patientId={patientId} />
      <Page
        title={t("patient.chart")}
        lead={
          patient.restricted ? (
            <Mark icon="lock" tone="warn">
              {t("patient.restricted")}
            </Mark>
          ) : null
        }
        actions={
          <>
            <Action icon="download" variant="default" needs="visit:export" onClick={exportVisits}>
              {t("patient.export")}
            </Action>
            <Action icon="edit" variant="default" command="patient.edit" needs="patient:write" onClick={() => setEditing(true)}>
              {t("patient.edit")}
            </Action>
            {startButton}
          </>
        }
      >
        <FailureNote failure={create.error} />
        <div className={classes.columns}>
          <div>
            <Card title={t("patient.visits")} flush>
              {!can("visit:read") ? (
                <EmptyState icon="lock" title={t("patient.visits_denied")} />
              ) : visits.error && !visits.data ? (
                <ErrorState failure={visits.error} onRetry={() => void visits.refetch()} />
              ) : !visits.data ? (
                <Loading />
              ) : visits.data.items.length === 0 ? (
                <EmptyState icon="talk" title={t("patient.no_visits")} actions={startButton}>
                  {t("patient.no_visits_hint")}
                </EmptyState>
              ) : (
                <VisitList visits={visits.data.items} by="date" />
              )}
            </Card>
          </div>
          <div>
            <Card title={t("patient.details")}>
              <Details patient={patient} />
            </Card>
            <Card title={t("patient.allergies")}>
              <p style={{ display: "flex", gap: 8, color: "var(--ink-2)" }}>
                <Icon name="info" />
                {t("patient.allergies_card")}
              </p>
            </Card>
          </div>
        </div>
      </Page>
      {editing ? <PatientForm patient={patient} initial={fromPatient(patient)} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} /> : null}
    </>
  );
}
