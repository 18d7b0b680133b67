import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import type { WireFailure } from "@api/bindings";
import { reading } from "@api/query";
import { pickFiles } from "@platform/files";
import { issueInWords, ruleWords } from "@shared/failures";
import { formatClock } from "@shared/format";
import { translate, useI18n, type MessageId } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, announce, DropZone, FailureNote, Icon } from "@shared/ui";
import { JobProgress } from "@features/workflows";
import type { VisitRecorder } from "../hooks/useVisitRecorder";
import classes from "./recorder.module.css";

const ACCEPT = "audio/*,.wav,.flac,.mp3,.m4a,.mp4,.aac,.ogg,.oga,.opus,.webm,.mka,.aiff,.caf";
const AGAIN_MS = 500;

/** A sound file on its way in. */
type Bringing = Pick<VisitRecorder, "upload" | "bring" | "stopUpload">;

/** A sound file is chosen by the button, or dropped on all that is inside. */
export function BringIn({ control, children }: { control: Bringing; children: ReactNode }) {
  const { t } = useI18n();
  const can = useCan();
  const busy = control.upload.step === "sending";
  const take = (files: readonly File[]) => {
    const [file] = files;
    if (file && !busy && can("recording:write") && can("upload:write")) control.bring(file);
  };
  return (
    <DropZone className={classes.begin} onFiles={take}>
      {children}
      <Action variant="default" icon="upload" needs="upload:write" disabled={busy} onClick={() => void pickFiles(ACCEPT).then(take)}>
        {t("bring.choose")}
      </Action>
      <p className={classes.hint}>{t("bring.hint")}</p>
    </DropZone>
  );
}

/** Why a file was not taken, where the file is to blame. */
function blame({ type, field, rule }: WireFailure, name: string): string | null {
  if (type !== "Validation") return null;
  if (field === "upload_id" && rule) return translate("bring.refused", { name, why: translate(ruleWords(rule)) });
  return field === "size" ? translate("bring.too_large", { name }) : null;
}

/** How far a sound file is: sent, then turned into a recording. */
export function BringProgress({ control, done = "bring.done" }: { control: Bringing; done?: MessageId }) {
  const { t } = useI18n();
  const { upload } = control;
  const id = upload.step === "started" ? upload.job : "";
  const job = useQuery({ ...reading("getJob", { job_id: id }), enabled: id !== "", refetchInterval: (query) => (["queued", "running"].includes(query.state.data?.status ?? "queued") ? AGAIN_MS : false) });
  const status = job.data?.status;
  useEffect(() => {
    if (status === "done") announce(t(done));
  }, [status, t, done]);
  if (upload.step === "idle") return null;
  if (upload.step === "failed") {
    const why = blame(upload.failure, upload.name);
    if (!why) return <FailureNote failure={upload.failure} />;
    return (
      <p role="alert" className={classes.trouble}>
        <Icon name="alert" /> {why}
      </p>
    );
  }
  if (upload.step === "sending") {
    const words = t("import.sending", { name: upload.name });
    return (
      <div className={classes.bring}>
        <div className={classes.choices}>
          <strong>{words}</strong>
          <Button variant="default" size="compact-sm" onClick={control.stopUpload}>
            {t("shared.cancel")}
          </Button>
        </div>
        <Progress value={(upload.sent / Math.max(1, upload.size)) * 100} aria-label={words} size="sm" />
      </div>
    );
  }
  if (job.error && !job.data) return <FailureNote failure={job.error} />;
  if (!job.data) return null;
  const problems = job.data.report?.issues ?? [];
  if (status === "done" && problems.length === 0)
    return (
      <p className={classes.hint}>
        <Icon name="check" size={15} /> {t(done)}
      </p>
    );
  return (
    <div className={classes.bring}>
      <JobProgress job={job.data} />
      {problems.map((one) => (
        <p key={one.line} role="alert" className={classes.hint}>
          {t("bring.problem", { at: formatClock(one.line * 1000), problem: issueInWords(one) })}
        </p>
      ))}
    </div>
  );
}
