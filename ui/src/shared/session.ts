/** The signed-in person, and whether the session is still alive. */
import { useQuery } from "@tanstack/react-query";
import type { CurrentUser } from "@api/bindings";
import { reading } from "@api/query";
import { grants, type Permission } from "./permissions";
import { Store } from "./store";

/** True when the server no longer knows the session while somebody works; the screens stay as they are. */
export const expiredStore = new Store(false);

export const meQuery = reading("getCurrentUser", {});

/** The signed-in person; only used below the sign-in gate. */
export function useMe(): CurrentUser {
  const { data } = useQuery({ ...meQuery, staleTime: 5 * 60_000 });
  if (!data) throw new Error("Used outside of the sign-in gate.");
  return data;
}

export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => grants(permissions, permission);
}
