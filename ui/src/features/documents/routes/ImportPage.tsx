import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ImportReport, Job } from "@api/bindings";
import { call, reading, type Input } from "@api/query";
import { pickFiles } from "@platform/files";
import { issueInWords } from "@shared/failures";
import { formatMoment, formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { announce, Card, DeniedState, DropZone, EmptyState, FailureNote, Icon, Loading, Page, useTitle } from "@shared/ui";
import { JobProgress } from "@features/workflows";
import { useUpload } from "../hooks/useUpload";
import classes from "../components/documents.module.css";

const ACCEPT = ".csv,.json,.ndjson,text/csv,application/json,application/x-ndjson";

type ImportFormat = NonNullable<Input<"importPatients">["format"]>;

function importFormat(name: string): ImportFormat | null {
  if (/\.csv$/i.test(name)) return "csv";
  if (/\.ndjson$/i.test(name)) return "ndjson";
  if (/\.json$/i.test(name)) return "fhir_bundle";
  return null;
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useI18n();
  const numbers = [
    [t("import.created"), report.created],
    [t("import.updated"), report.updated],
    [t("import.unchanged"), report.unchanged],
    [t("import.failed"), report.failed],
  ] as const;
  return (
    <>
      <dl className={classes.numbers}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {report.issues.length > 0 ? (
        <>
          <h3 className={classes.subhead}>{t("import.issues")}</h3>
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("import.issues")}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>{t("import.line")}</th>
                  <th>{t("import.field")}</th>
                  <th>{t("import.problem")}</th>
                </tr>
              </thead>
              <tbody>
                {report.issues.map((one, at) => (
                  <tr key={at}>
                    <td>{one.line}</td>
                    <td>{one.field ?? "–"}</td>
                    <td>{issueInWords(one)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
      {report.not_imported.length > 0 ? (
        <>
          <h3 className={classes.subhead}>{t("import.left_alone")}</h3>
          <p>{report.not_imported.map((kind) => `${kind.resource} (${formatNumber(kind.count)})`).join(", ")}</p>
        </>
      ) : null}
    </>
  );
}

function JobCard({ job }: { job: Job }) {
  return (
    <Card title={formatMoment(job.created_at)}>
      <JobProgress job={job} />
      {job.report ? (
        <div style={{ marginTop: 14 }}>
          <Report report={job.report} />
        </div>
      ) : null}
    </Card>
  );
}

/** Patients from other programs: a file in, a report out. */
export function ImportPage() {
  const { t } = useI18n();
  useTitle(t("nav.import"));
  const can = useCan();
  const allowed = can("patient:import");
  const upload = useUpload((upload_id, name) => call("importPatients", { upload_id, format: importFormat(name) }));
  const [refused, setRefused] = useState(false);
  const { state } = upload;
  const jobId = state.step === "started" ? state.job : "";
  const job = useQuery({ ...reading("getJob", { job_id: jobId }), enabled: jobId !== "", refetchInterval: (query) => (["queued", "running"].includes(query.state.data?.status ?? "queued") ? 1000 : false) });
  const earlier = useQuery({ ...reading("listJobs", { limit: 20 }), enabled: allowed });
  const done = job.data?.status;
  useEffect(() => {
    if (done === "done") announce(t("import.finished"));
  }, [done, t]);

  const take = (files: readonly File[]) => {
    const file = files[0];
    if (!file) return;
    const known = importFormat(file.name) !== null;
    setRefused(!known);
    if (known) void upload.send(file);
  };
  if (!allowed) return <DeniedState permission="patient:import" />;
  const past = earlier.data?.items.filter((one) => one.kind === "import_patients" && one.job_id !== jobId) ?? [];
  return (
    <Page title={t("nav.import")} lead={t("import.lead")}>
      <div className={classes.stack}>
        <Card>
          {state.step === "sending" ? (
            <div className={classes.stack}>
              <div className={classes.row}>
                <strong>{t("import.sending", { name: state.name })}</strong>
                <Button variant="default" size="compact-sm" onClick={upload.stop}>
                  {t("shared.cancel")}
                </Button>
              </div>
              <Progress value={state.size > 0 ? (state.sent / state.size) * 100 : 100} aria-label={t("import.sending", { name: state.name })} />
            </div>
          ) : (
            <DropZone className={classes.drop} onFiles={take}>
              <Icon name="upload" size={28} />
              <strong>{t("import.drop")}</strong>
              <p>{t("import.formats")}</p>
              <Button leftSection={<Icon name="file" />} onClick={() => void pickFiles(ACCEPT).then(take)}>
                {t("import.choose")}
              </Button>
            </DropZone>
          )}
          {refused ? <p role="alert" style={{ color: "var(--bad)", marginTop: 12 }}>{t("import.unknown_file")}</p> : null}
          {state.step === "failed" ? (
            <div style={{ marginTop: 12 }}>
              <FailureNote failure={state.failure} />
            </div>
          ) : null}
        </Card>
        {jobId ? job.data ? <JobCard job={job.data} /> : job.error ? <FailureNote failure={job.error} /> : <Loading /> : null}
        {past.map((one) => (
          <JobCard key={one.job_id} job={one} />
        ))}
        {!jobId && earlier.data && past.length === 0 ? <EmptyState icon="file" title={t("import.none")} /> : null}
        {earlier.error && !earlier.data ? <FailureNote failure={earlier.error} /> : null}
      </div>
    </Page>
  );
}
