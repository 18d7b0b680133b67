import { Button } from "@mantine/core";
import { useState } from "react";
import type { Recording } from "@api/bindings";
import { useRun } from "@api/query";
import { formatClock, formatDate, formatMoment } from "@shared/format";
import { useI18n, type MessageId } from "@shared/i18n";
import { useMe } from "@shared/session";
import { Action, Dialog, DialogButtons, Icon, Mark, notifyDone, notifyFailure, type IconName, type Tone } from "@shared/ui";
import { PatientLine } from "@features/patients";
import { playback } from "../services/playback";
import { Player } from "./Player";
import { Words } from "./Words";
import { Recovered } from "./Recovered";
import classes from "./recorder.module.css";

type Look = { icon: IconName; tone: Tone; words: MessageId };
function lookOf({ status, interrupted, source }: Recording): Look | null {
  if (interrupted && source === "file") return { icon: "alert", tone: "warn", words: "bring.status.interrupted" };
  if (status === "running" && source === "file") return { icon: "sync", tone: "accent", words: "bring.status.running" };
  if (interrupted) return { icon: "alert", tone: "warn", words: "recording.status.interrupted" };
  if (status === "running") return { icon: "record", tone: "bad", words: "recording.status.running" };
  if (status === "paused") return { icon: "pause", tone: "warn", words: "recording.status.paused" };
  if (status === "cleaned" || status === "discarded") return { icon: "trash", tone: "neutral", words: "recording.status.cleaned" };
  return null;
}

/** Removes the sound for good, after one more look at whose it is. */
export function DiscardDialog({ recording, onClose }: { recording: Recording; onClose: () => void }) {
  const { t } = useI18n();
  const run = useRun("discardRecording");
  const discard = () => {
    playback.pause();
    run.mutate({ recording_id: recording.recording_id }, { onSuccess: () => notifyDone("recording.discarded"), onError: notifyFailure, onSettled: onClose });
  };
  const patient = recording.patient_id ? <PatientLine patientId={recording.patient_id} /> : <strong>{t("recording.without_patient")}</strong>;
  return (
    <Dialog title={t("recording.discard")} onClose={onClose} patient={patient}>
      <p>{t("recording.discard_hint", { at: formatMoment(recording.started_at), length: formatClock(recording.duration_ms) })}</p>
      <DialogButtons>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("shared.back")}
        </Button>
        <Button color="red" leftSection={<Icon name="trash" />} loading={run.isPending} onClick={discard}>
          {t("recording.discard")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** What was recorded of a visit, latest first, and whether anything was heard in it. */
export function RecordingList({ items, writable, isHeard, cutOff }: { items: readonly Recording[]; writable: boolean; isHeard: boolean; /** The key that records goes on with it. */ cutOff: Recording | null }) {
  const { t } = useI18n();
  const me = useMe();
  const [discarding, setDiscarding] = useState<Recording | null>(null);
  if (items.length === 0) return null;
  return (
    <>
      <ul className={classes.recordings} aria-label={t("recording.list")}>
        {items.map((item) => {
          const look = lookOf(item);
          const sound = item.status !== "cleaned" && item.status !== "discarded";
          return (
            <li key={item.recording_id}>
              <div className={classes.recordingHead}>
                <Icon name={item.source === "file" ? "file" : "mic"} size={16} />
                <span>
                  <strong>{formatMoment(item.started_at)}</strong> {item.recorded_by_name}
                  {item.source === "file" ? ` · ${item.name}` : null}
                </span>
                {look ? (
                  <Mark icon={look.icon} tone={look.tone}>
                    {t(look.words)}
                  </Mark>
                ) : null}
                {item.missing > 0 ? (
                  <Mark icon="alert" tone="warn">
                    {t("recording.missing", { count: item.missing })}
                  </Mark>
                ) : null}
                {writable && item.interrupted && item.recorded_by === me.user.user_id ? <Recovered item={item} command={item.recording_id === cutOff?.recording_id ? "record.toggle" : undefined} /> : null}
                {writable && sound && item.recorded_by === me.user.user_id ? (
                  <Action size="compact-sm" variant="subtle" icon="trash" needs="recording:write" aria-label={t("recording.discard_of", { at: formatMoment(item.started_at) })} onClick={() => setDiscarding(item)}>
                    {t("recording.discard")}
                  </Action>
                ) : null}
              </div>
              {sound ? (
                <div className={classes.words}>
                  <Words recording={item} writable={writable} isHeard={isHeard} />
                </div>
              ) : null}
              {sound ? <Player recording={item} /> : null}
              {item.cleaned_at ? <p className={classes.hint}>{t("recording.cleaned", { at: formatDate(item.cleaned_at) })}</p> : null}
            </li>
          );
        })}
      </ul>
      {discarding ? <DiscardDialog recording={discarding} onClose={() => setDiscarding(null)} /> : null}
    </>
  );
}
