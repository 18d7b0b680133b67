import { Popover } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useI18n } from "@shared/i18n";
import { formatTime } from "@shared/format";
import { statusStore, summarize, SUMMARY_WORDS, type Summary } from "@shared/status";
import { useStore } from "@shared/store";
import { announce, Icon, type IconName } from "@shared/ui";
import classes from "./shell.module.css";

const LOOKS: Record<Summary, { icon: IconName; tone: string }> = {
  saved: { icon: "safe", tone: "good" },
  saving: { icon: "sync", tone: "neutral" },
  retrying: { icon: "alert", tone: "warn" },
  offline: { icon: "cloudoff", tone: "warn" },
  unreachable: { icon: "cloudoff", tone: "bad" },
  conflict: { icon: "flag", tone: "bad" },
  refused: { icon: "alert", tone: "bad" },
};

/** Tells whoever cannot see the chip when work stops being safe, and when it is safe again. */
function useSpoken(summary: Summary): void {
  const { t } = useI18n();
  const worried = useRef(false);
  useEffect(() => {
    if (summary === "saving" || (summary === "saved" && !worried.current)) return;
    worried.current = summary !== "saved";
    announce(t(SUMMARY_WORDS[summary]));
  }, [summary, t]);
}

/** Whether everything is safe, in a few words; a click lists what is not, and leads to where it was written. */
export function StatusChip() {
  const { t } = useI18n();
  const status = useStore(statusStore);
  const [opened, setOpened] = useState(false);
  const summary = summarize(status);
  useSpoken(summary);
  const look = LOOKS[summary];
  const words = summary === "saved" && status.savedAt ? t("status.saved_at", { time: formatTime(status.savedAt) }) : t(SUMMARY_WORDS[summary]);
  return (
    <Popover width={300} position="bottom-end" withArrow opened={opened} onChange={setOpened}>
      <Popover.Target>
        <button type="button" className={classes.chip} data-tone={look.tone} data-status={summary} aria-label={t("status.label", { state: words })} onClick={() => setOpened(!opened)}>
          <Icon name={look.icon} size={16} />
          <span>{words}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {status.pending.length === 0 ? (
          t(status.reachable ? "status.nothing_pending" : "status.kept_here")
        ) : (
          <ul className={classes.pending}>
            {status.pending.map((write) => (
              <li key={write.key}>
                {write.to ? (
                  <Link to={write.to} onClick={() => setOpened(false)}>
                    {write.label}
                  </Link>
                ) : (
                  write.label
                )}{" "}
                · {t(SUMMARY_WORDS[write.state])}
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
