import type { ModelTask } from "@api/bindings";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Mark } from "@shared/ui";
import { useModels } from "../hooks/useModels";
import { readiness } from "../services/ready";

/** Whether a model is ready for a task; nothing for whoever may not see the clinic's models. */
export function ModelMark({ task }: { task: ModelTask }) {
  const { t } = useI18n();
  const models = useModels();
  if (!models) return null;
  const found = readiness(models.settings, models.items, task);
  if (found.by === null) return <Mark icon="bulb">{t(`model.ready.${found.state}`)}</Mark>;
  const { connection, inside, answered_at, problem } = found.by;
  const name = inside ? connection.name : `${connection.name} (${t("model.outside")})`;
  if (found.state === "problem" && problem)
    return (
      <Mark icon="alert" tone="warn">
        {t("model.ready.problem", { name, problem: t(`model.problem.${problem}`) })}
      </Mark>
    );
  if (found.state === "ready" && answered_at)
    return (
      <Mark icon="check" tone="good">
        {t("model.ready.ready", { name, at: formatMoment(answered_at) })}
      </Mark>
    );
  return <Mark icon="bulb">{t("model.ready.unknown", { name })}</Mark>;
}
