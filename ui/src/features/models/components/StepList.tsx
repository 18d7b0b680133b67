import type { ModelStep, PlannedStep } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import classes from "./models.module.css";

/** What became of each connection of a question, in the reader's words, and what can be done about it. */
export function StepList({ steps }: { steps: readonly (ModelStep | PlannedStep)[] }) {
  const { t } = useI18n();
  const why = (step: ModelStep | PlannedStep) => {
    if (step.not_asked) return t(`model.not_asked.${step.not_asked}`);
    if ("problem" in step) return step.problem ? t(`model.problem.${step.problem}`) : t("model.answered");
    return t(step.inside ? "model.inside" : "model.outside");
  };
  return (
    <ul className={classes.steps}>
      {steps.map((step) => (
        <li key={step.connection_id}>
          <Icon name={step.not_asked || ("problem" in step && step.problem) ? "alert" : "check"} size={14} />
          <span>
            <strong>{step.name}</strong> ({step.host}): {why(step)}
            {"problem" in step && step.problem ? `. ${t(`model.help.${step.problem}`)}` : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
