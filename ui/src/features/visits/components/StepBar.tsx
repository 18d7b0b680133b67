import { useI18n } from "@shared/i18n";
import { STAGES, type Stage } from "../services/stage";
import classes from "./steps.module.css";

/** The way from the empty visit to the signed note, and where this one is. */
export function StepBar({ stage }: { stage: Stage }) {
  const { t } = useI18n();
  const now = STAGES.indexOf(stage);
  return (
    <ol className={classes.bar} aria-label={t("stage.title")}>
      {STAGES.map((one, at) => (
        <li key={one} aria-current={at === now ? "step" : undefined} data-passed={at < now}>
          <span className={classes.number} aria-hidden="true">
            {at + 1}
          </span>
          {t(`stage.${one}`)}
        </li>
      ))}
    </ol>
  );
}
