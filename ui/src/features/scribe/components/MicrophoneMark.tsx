import { useEffect, useState } from "react";
import { recorder, type Readiness } from "@platform/recorder";
import { useI18n } from "@shared/i18n";
import { Mark, type IconName, type Tone } from "@shared/ui";

const LOOKS: Record<Readiness, { icon: IconName; tone: Tone }> = {
  ready: { icon: "check", tone: "good" },
  asks: { icon: "mic", tone: "neutral" },
  unknown: { icon: "mic", tone: "neutral" },
  denied: { icon: "micoff", tone: "warn" },
  no_device: { icon: "micoff", tone: "warn" },
  insecure: { icon: "micoff", tone: "warn" },
};

/** Whether the microphone could listen now; followed while devices come and go. */
export function MicrophoneMark() {
  const { t } = useI18n();
  const [known, setKnown] = useState<Readiness | null>(null);
  useEffect(() => {
    let shown = true;
    const look = () =>
      void recorder.ready().then(
        (found) => shown && setKnown(found),
        () => shown && setKnown("unknown"),
      );
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      shown = false;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, []);
  if (!known) return null;
  const { icon, tone } = LOOKS[known];
  return (
    <Mark icon={icon} tone={tone}>
      {known === "ready" || known === "asks" || known === "unknown" ? t(`recording.ready.${known}`) : t(`recording.trouble.${known}`)}
    </Mark>
  );
}
