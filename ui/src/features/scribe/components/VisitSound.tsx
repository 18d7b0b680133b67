import { Button } from "@mantine/core";
import type { Visit } from "@api/bindings";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Action, CommandKeys, Dialog, DialogButtons, Icon } from "@shared/ui";
import { PatientLine } from "@features/patients";
import type { VisitRecorder } from "../hooks/useVisitRecorder";
import { useDesk } from "../services/desk";
import { BringIn, BringProgress } from "./BringIn";
import { ConsentRow } from "./ConsentRow";
import { DevicePicker, Elapsed, Meter, PHASE_ICONS, SpaceNote, TroubleNote, usePhaseWords } from "./Microphone";
import { RecordingList } from "./RecordingList";
import classes from "./recorder.module.css";

function Running({ control }: { control: VisitRecorder }) {
  const { t } = useI18n();
  const { recording } = useDesk();
  const words = usePhaseWords(control.live);
  if (!control.live) return null;
  const { phase } = control.live;
  return (
    <div className={classes.running} data-phase={phase}>
      <div className={classes.now}>
        <Icon name={PHASE_ICONS[phase]} size={22} />
        <strong>{words}</strong>
        <Elapsed />
        <Meter />
      </div>
      <div className={classes.choices}>
        <Action variant="default" icon={phase === "paused" ? "record" : "pause"} command="record.toggle" onClick={control.press}>
          {t(phase === "paused" ? "recording.resume" : "recording.pause")}
        </Action>
        <Action variant="default" icon="flag" command="record.mark" disabled={phase !== "recording"} onClick={() => recording.marker()}>
          {t("recording.mark")}
        </Action>
        <Action color="red" icon="stop" command="record.stop" onClick={() => void recording.stop()}>
          {t("recording.stop")}
        </Action>
      </div>
    </div>
  );
}

/** Nothing is recorded yet: one large button, or why there is none. */
function Begin({ control }: { control: VisitRecorder }) {
  const { t } = useI18n();
  const refused = control.consent?.decision === "refused";
  return (
    <BringIn control={control}>
      <Action size="lg" icon="record" needs="recording:write" rightSection={<CommandKeys id="record.toggle" />} onClick={control.press}>
        {t("recording.record")}
      </Action>
      {control.mayRecord ? null : <p className={classes.hint}>{t(refused ? "recording.refused_hint" : "recording.hint")}</p>}
      <DevicePicker />
    </BringIn>
  );
}

/** What the patient said last, and the way to write down another answer. */
function LatestAnswer({ control }: { control: VisitRecorder }) {
  const { t } = useI18n();
  const { consent } = control;
  if (!consent) return null;
  return (
    <p className={classes.hint}>
      {t(`consent.latest.${consent.decision}`, { at: formatMoment(consent.recorded_at), name: consent.recorded_by_name })}{" "}
      <Action size="compact-xs" variant="subtle" needs="recording:write" onClick={control.change}>
        {t("consent.change")}
      </Action>
    </p>
  );
}

type Props = { visit: Visit; control: VisitRecorder; writable: boolean; hasTranscript: boolean };

/** The recorder of a visit, and what was recorded of it. */
export function VisitSound({ visit, control, writable, hasTranscript }: Props) {
  const { t } = useI18n();
  const { recording } = useDesk();
  const { trouble } = useStore(recording);
  const { live, other, asking, guarding } = control;
  const idle = !live && !asking;
  const items = control.items.filter((item) => item.recording_id !== live?.recordingId);
  const quiet = control.upload.step === "idle" && !trouble;
  if (idle && items.length === 0 && quiet && (hasTranscript || !writable)) return null;
  return (
    <div className={classes.sound}>
      {live ? <Running control={control} /> : null}
      {writable && control.spaceLeft !== null && (live || !hasTranscript) ? <SpaceNote megabytes={control.spaceLeft} /> : null}
      {idle && writable && !hasTranscript && !control.cutOff ? <Begin control={control} /> : null}
      <BringProgress control={control} />
      {!asking && writable && (live || !hasTranscript) ? <LatestAnswer control={control} /> : null}
      {asking ? <ConsentRow consent={control.consent} patientName={visit.patient_name} onDecide={control.decide} onCancel={control.dismiss} /> : null}
      {!live && trouble ? <TroubleNote trouble={trouble} /> : null}
      <RecordingList items={items} writable={writable} isHeard={hasTranscript} cutOff={control.cutOff} />
      {guarding && other ? (
        <Dialog title={t("recording.guard")} onClose={control.dismiss} patient={<PatientLine patientId={visit.patient_id} />}>
          <p>{t("recording.guard_hint", { name: other.patientName ?? t("recording.without_patient") })}</p>
          <DialogButtons>
            <Button variant="default" data-autofocus onClick={control.dismiss}>
              {t("recording.guard_keep")}
            </Button>
            <Button color="red" leftSection={<Icon name="stop" />} onClick={control.switchHere}>
              {t("recording.guard_switch")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </div>
  );
}
