import { useQuery } from "@tanstack/react-query";
import { reading } from "@api/query";
import { useCan } from "@shared/session";

/** Why work with sealed sound waits: the keys are closed until somebody opens them. Null where they are not, or where the role may not know. */
export function useClosedKeys(): "locked" | "unreachable" | null {
  const can = useCan();
  const keys = useQuery({ ...reading("getKeyState", {}), enabled: can("key:use") });
  const fault = keys.data?.fault;
  return fault === "locked" || fault === "unreachable" ? fault : null;
}
