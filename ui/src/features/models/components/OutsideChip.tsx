import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reading } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Icon } from "@shared/ui";
import classes from "./models.module.css";

/** On every screen: whether what is said of a patient may leave the clinic. */
export function OutsideChip() {
  const { t } = useI18n();
  const allowed = useCan()("model:read");
  const settings = useQuery({ ...reading("getModelSettings", {}), enabled: allowed });
  const connections = useQuery({ ...reading("listModelConnections", {}), enabled: allowed });
  if (!settings.data || !connections.data) return null;
  const chosen = new Set(settings.data.chains.flatMap((chain) => chain.connections));
  const outside = settings.data.local_only ? [] : connections.data.items.filter((state) => !state.inside && state.connection.enabled && chosen.has(state.connection.connection_id));
  const words = outside.length === 0 ? t("model.chip_inside") : t("model.chip_outside", { names: outside.map((state) => state.connection.name).join(", ") });
  return (
    <Link to="/settings/models" className={classes.chip} data-tone={outside.length === 0 ? "good" : "warn"}>
      <Icon name={outside.length === 0 ? "lock" : "alert"} size={16} />
      <VisuallyHidden>{t("model.title")}: </VisuallyHidden>
      <span className={classes.words}>{words}</span>
    </Link>
  );
}
