import { Button, Progress } from "@mantine/core";
import type { Job, JobStatus } from "@api/bindings";
import { useRun } from "@api/query";
import { jobErrorInWords } from "@shared/failures";
import { formatNumber } from "@shared/format";
import { useI18n, type MessageId } from "@shared/i18n";
import { Icon, Mark, notifyFailure, type IconName, type Tone } from "@shared/ui";
import { useClosedKeys } from "@features/vault";
import classes from "./workflows.module.css";

const LOOKS: Record<JobStatus, { icon: IconName; tone: Tone }> = {
  queued: { icon: "clock", tone: "neutral" },
  running: { icon: "sync", tone: "accent" },
  done: { icon: "check", tone: "good" },
  failed: { icon: "alert", tone: "bad" },
  cancelled: { icon: "close", tone: "neutral" },
};
const KINDS: Record<string, MessageId> = { import_patients: "job.kind.import_patients", load_demo: "job.kind.load_demo", transcribe_recording: "job.kind.transcribe_recording", import_recording: "job.kind.import_recording" };
/** Work with sealed sound, which waits while the keys are closed. */
const SEALED = ["transcribe_recording", "import_recording"];

/** One piece of long work: how far it is, and what can be done about it. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useI18n();
  const cancel = useRun("cancelJob");
  const retry = useRun("retryJob");
  const closed = useClosedKeys();
  const kind = KINDS[job.kind];
  const percent = job.total ? Math.min(100, Math.round((job.done / job.total) * 100)) : null;
  const busy = job.status === "running" || job.status === "queued";
  const waits = busy && SEALED.includes(job.kind) ? closed : null;
  const status = waits ? "queued" : job.status;
  const look = LOOKS[status];
  const steps = !busy ? "" : job.total ? t("job.steps", { done: formatNumber(job.done), total: formatNumber(job.total) }) : job.done > 0 ? formatNumber(job.done) : "";
  const title = [kind ? t(kind) : job.kind, job.label].filter(Boolean).join(": ");
  return (
    <div className={classes.job}>
      <div className={classes.top}>
        <strong>{title}</strong>
        <Mark icon={look.icon} tone={look.tone}>
          {t(`job.status.${status}`)}
        </Mark>
      </div>
      {busy && !waits ? <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={title} size="sm" /> : null}
      <div className={classes.bottom}>
        <span>{waits ? t(`job.waits.${waits}`) : job.error ? jobErrorInWords(job.error) : steps}</span>
        <span style={{ display: "flex", gap: 6 }}>
          {job.allowed.includes("cancel") ? (
            <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ job_id: job.job_id }, { onError: notifyFailure })}>
              {t("shared.cancel")}
            </Button>
          ) : null}
          {job.allowed.includes("requeue") ? (
            <Button size="compact-sm" variant="default" leftSection={<Icon name="sync" size={14} />} loading={retry.isPending} onClick={() => retry.mutate({ job_id: job.job_id }, { onError: notifyFailure })}>
              {t("shared.retry")}
            </Button>
          ) : null}
        </span>
      </div>
    </div>
  );
}
