import { useQuery } from "@tanstack/react-query";
import type { ConnectionState, ModelSettings } from "@api/bindings";
import { reading } from "@api/query";
import { useCan } from "@shared/session";

/** What the clinic decided about models and what is known of each; null until it is known, and for whoever may not see it. */
export function useModels(): { settings: ModelSettings; items: ConnectionState[] } | null {
  const allowed = useCan()("model:read");
  const settings = useQuery({ ...reading("getModelSettings", {}), enabled: allowed });
  const connections = useQuery({ ...reading("listModelConnections", {}), enabled: allowed });
  return settings.data && connections.data ? { settings: settings.data, items: connections.data.items } : null;
}
