import { useQuery } from "@tanstack/react-query";
import type { Recording } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { jobErrorInWords } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Mark, notifyFailure } from "@shared/ui";
import { useClosedKeys } from "@features/vault";

/** How far a recording was turned into words, whether there were any, and what can be done when it was not. */
export function Words({ recording, writable, isHeard }: { recording: Recording; writable: boolean; isHeard: boolean }) {
  const { t } = useI18n();
  const can = useCan();
  const { recording_id, job_id, duration_ms, transcribed_ms, visit_id } = recording;
  const open = recording.status === "running" || recording.status === "paused";
  // While people speak, all that was said so far may have its words; the end has not come.
  const complete = !open && transcribed_ms >= duration_ms;
  const engines = useQuery({ ...reading("listEngines", {}), enabled: can("recording:read") });
  const job = useQuery({ ...reading("getJob", { job_id: job_id ?? "" }), enabled: job_id !== null && !complete && can("job:read") });
  const closed = useClosedKeys();
  const run = useRun("transcribeRecording");
  if (duration_ms === 0 || visit_id === null) return null;
  if (complete)
    return isHeard ? (
      <Mark icon="check" tone="good">
        {t("words.complete")}
      </Mark>
    ) : (
      <Mark icon="alert">{t("words.nothing")}</Mark>
    );
  const status = job.data?.status;
  const busy = status === "queued" || status === "running";
  if (busy && closed) return <Mark icon="lock">{t(`job.waits.${closed}`)}</Mark>;
  if (status === "queued" && job.data?.error) return <Mark icon="clock">{t("words.again", { error: jobErrorInWords(job.data.error) })}</Mark>;
  if (busy)
    return (
      <Mark icon="sync" tone="accent">
        {t("words.percent", { percent: Math.floor((transcribed_ms * 100) / duration_ms) })}
      </Mark>
    );
  if (engines.data?.items.every((engine) => engine.blocked !== null)) {
    const why = engines.data.problem ? "words.file_problem" : engines.data.items.length === 0 ? "words.no_engine" : "words.blocked";
    return <Mark icon="alert">{t(why)}</Mark>;
  }
  if (open) return null;
  return (
    <>
      {status === "failed" ? (
        <Mark icon="alert" tone="bad">
          {job.data?.error ? jobErrorInWords(job.data.error) : t("words.failed")}
        </Mark>
      ) : null}
      {writable ? (
        <Action size="compact-sm" variant="default" icon="sync" needs="recording:write" loading={run.isPending} onClick={() => run.mutate({ recording_id }, { onError: notifyFailure })}>
          {t("words.begin")}
        </Action>
      ) : null}
    </>
  );
}
