import { NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import { recorder, RATE, type Device } from "@platform/recorder";
import { formatClock } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Icon, type IconName } from "@shared/ui";
import { chooseDevice, chosenDevice, useDesk } from "../services/desk";
import type { Live, Phase, Trouble } from "../services/recording";
import classes from "./recorder.module.css";

export const PHASE_ICONS: Record<Phase, IconName> = { starting: "mic", recording: "record", paused: "pause", stopping: "sync" };

/** How long it is, without the pauses. */
export function Elapsed() {
  const { recording } = useDesk();
  const { frames } = useStore(recording.meter);
  return <span className={classes.clock}>{formatClock((frames * 1000) / RATE)}</span>;
}

/** The level, in ten steps of equal loudness; that nothing is heard is said in words. */
export function Meter() {
  const { recording } = useDesk();
  const { level } = useStore(recording.meter);
  const loud = level > 0 ? Math.max(0, 1 + Math.log10(level) / 2.5) : 0;
  return (
    <span className={classes.meter} aria-hidden="true">
      <span style={{ transform: `scaleX(${Math.ceil(loud * 10) / 10})` }} />
    </span>
  );
}

/** Another microphone: at once while it is recorded, otherwise for the next time. */
export function DevicePicker() {
  const { t } = useI18n();
  const { recording } = useDesk();
  const [devices, setDevices] = useState<Device[]>([]);
  const [chosen, setChosen] = useState(chosenDevice() ?? "");
  useEffect(() => {
    let live = true;
    const look = () => void recorder?.devices().then((all) => live && setDevices(all));
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      live = false;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, []);
  if (devices.length === 0) return null;
  return (
    <NativeSelect
      label={t("recording.device")}
      value={devices.some((one) => one.id === chosen) ? chosen : devices[0]?.id}
      data={devices.map((one, at) => ({ value: one.id, label: one.name || t("recording.device_number", { number: at + 1 }) }))}
      onChange={(event) => {
        const id = event.currentTarget.value;
        setChosen(id);
        chooseDevice(id);
        void recording.change();
      }}
    />
  );
}

/** Why there is no sound, and what can be done about it. */
export function TroubleNote({ trouble }: { trouble: Trouble }) {
  const { t } = useI18n();
  return (
    <div className={classes.trouble} role="alert">
      <Icon name="micoff" />
      <div>
        <strong>{t(`recording.trouble.${trouble}`)}</strong>
        <p>{t(`recording.help.${trouble}`)}</p>
        {trouble === "no_device" || trouble === "busy" || trouble === "lost" ? <DevicePicker /> : null}
      </div>
    </div>
  );
}

export function DeafNote() {
  const { t } = useI18n();
  return (
    <div className={classes.trouble} role="alert">
      <Icon name="micoff" />
      <div>
        <strong>{t("recording.deaf")}</strong>
        <p>{t("recording.deaf_hint")}</p>
        <DevicePicker />
      </div>
    </div>
  );
}

export function usePhaseWords(live: Live | null): string {
  const { t } = useI18n();
  return live ? t(`recording.phase.${live.phase}`) : "";
}
