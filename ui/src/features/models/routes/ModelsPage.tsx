import { useQuery } from "@tanstack/react-query";
import { reading } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { DeniedState, ErrorState, Loading, Page, useTitle } from "@shared/ui";
import { Connections } from "../components/Connections";
import { Orders } from "../components/Orders";
import { Privacy } from "../components/Privacy";
import { Usage } from "../components/Usage";

/** Language models: which are asked for what, what may leave the clinic, what was used. */
export function ModelsPage() {
  const { t } = useI18n();
  useTitle(t("model.title"));
  const allowed = useCan()("model:read");
  const settings = useQuery({ ...reading("getModelSettings", {}), enabled: allowed });
  const connections = useQuery({ ...reading("listModelConnections", {}), enabled: allowed, refetchOnMount: "always" });
  if (!allowed) return <DeniedState permission="model:read" />;
  const failure = settings.error ?? connections.error;
  if (failure && !(settings.data && connections.data)) return <ErrorState whole failure={failure} onRetry={() => void Promise.all([settings.refetch(), connections.refetch()])} />;
  if (!settings.data || !connections.data) return <Loading />;
  return (
    <Page title={t("model.title")} lead={t("model.lead")}>
      <Privacy key={settings.data.version} settings={settings.data} />
      <Connections items={connections.data.items} />
      <Orders settings={settings.data} items={connections.data.items} />
      <Usage />
    </Page>
  );
}
