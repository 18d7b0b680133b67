import { useI18n } from "@shared/i18n";
import { STAGES, type Stage } from "../services/stage";
import classes from "./steps.module.css";

/** The way from the empty visit to the signed note, and where this one is; past the last step when it is signed. */
export function StepBar({ stage }: { stage: Stage | "signed" }) {
  const { t } = useI18n();
  const now = stage === "signed" ? STAGES.length : STAGES.indexOf(stage);
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
