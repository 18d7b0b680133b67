import { VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import { useModels } from "../hooks/useModels";
import classes from "./models.module.css";

/** On every screen: whether what is said of a patient may leave the clinic. */
export function OutsideChip() {
  const { t } = useI18n();
  const models = useModels();
  if (!models) return null;
  const chosen = new Set(models.settings.chains.flatMap((chain) => chain.connections));
  const outside = models.settings.local_only ? [] : models.items.filter((state) => !state.inside && state.connection.enabled && chosen.has(state.connection.connection_id));
  const words = outside.length === 0 ? t("model.chip_inside") : t("model.chip_outside", { names: outside.map((state) => state.connection.name).join(", ") });
  return (
    <Link to="/settings/models" className={classes.chip} data-tone={outside.length === 0 ? "good" : "warn"}>
      <Icon name={outside.length === 0 ? "lock" : "alert"} size={16} />
      <VisuallyHidden>{t("model.title")}: </VisuallyHidden>
      <span className={classes.words}>{words}</span>
    </Link>
  );
}
