import { Button } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import type { Consent, ConsentDecision } from "@api/bindings";
import { useCommand } from "@shared/commands";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { CommandKeys, Icon, useFocusBack, type IconName } from "@shared/ui";
import classes from "./recorder.module.css";

const CHOICES: readonly { decision: ConsentDecision; icon: IconName }[] = [
  { decision: "given", icon: "check" },
  { decision: "this_visit", icon: "clock" },
  { decision: "refused", icon: "micoff" },
];

type Props = { consent: Consent | null; patientName: string; onDecide: (decision: ConsentDecision) => void; onCancel: () => void };

/** What the patient says to being recorded: three answers, one key each. */
export function ConsentRow({ consent, patientName, onDecide, onCancel }: Props) {
  const { t } = useI18n();
  useFocusBack();
  const first = useRef<HTMLButtonElement>(null);
  // With the question itself: whoever sees it may press the key at once.
  useLayoutEffect(() => first.current?.focus(), []);
  useCommand("consent.given", () => onDecide("given"));
  useCommand("consent.this_visit", () => onDecide("this_visit"));
  useCommand("consent.refused", () => onDecide("refused"));
  return (
    <div
      className={classes.consent}
      role="group"
      aria-label={t("consent.question", { name: patientName })}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <strong>{t("consent.question", { name: patientName })}</strong>
      {consent ? <p>{t(`consent.latest.${consent.decision}`, { at: formatMoment(consent.recorded_at), name: consent.recorded_by_name })}</p> : null}
      <div className={classes.choices}>
        {CHOICES.map(({ decision, icon }, at) => (
          <Button key={decision} ref={at === 0 ? first : null} variant={at === 0 ? "filled" : "default"} leftSection={<Icon name={icon} />} rightSection={<CommandKeys id={`consent.${decision}`} />} onClick={() => onDecide(decision)}>
            {t(`consent.${decision}`)}
          </Button>
        ))}
        <Button variant="subtle" onClick={onCancel}>
          {t("shared.cancel")}
        </Button>
      </div>
    </div>
  );
}
