import { NativeSelect, Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { recorder, RATE, type Device } from "@platform/recorder";
import { formatClock, formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Icon, type IconName } from "@shared/ui";
import { chooseDevice, chooseTwoMicrophones, chosenDevice, hasTwoMicrophones, useDesk } from "../services/desk";
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
  const { live } = useStore(recording);
  const [devices, setDevices] = useState<Device[]>([]);
  const [chosen, setChosen] = useState(chosenDevice() ?? "");
  const [two, setTwo] = useState(hasTwoMicrophones());
  useEffect(() => {
    let shown = true;
    const look = () => void recorder?.devices().then((all) => shown && setDevices(all));
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      shown = false;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, []);
  if (devices.length === 0) return null;
  return (
    <div className={classes.device}>
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
      {/* A recording keeps the channels with which it began. */}
      {live ? null : (
        <Switch
          label={t("recording.two")}
          description={t("recording.two_hint")}
          checked={two}
          onChange={(event) => {
            setTwo(event.currentTarget.checked);
            chooseTwoMicrophones(event.currentTarget.checked);
          }}
        />
      )}
    </div>
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

/** Little space is left for sound: said before it is none. A minute of one microphone takes two megabytes. */
export function SpaceNote({ megabytes }: { megabytes: number }) {
  const { t } = useI18n();
  return (
    <div className={classes.trouble} role="alert">
      <Icon name="alert" />
      <div>
        <strong>{t("recording.space", { megabytes: formatNumber(megabytes), minutes: formatNumber(Math.floor(megabytes / 2)) })}</strong>
        <p>{t("recording.space_hint")}</p>
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
