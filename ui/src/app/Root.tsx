import { useQueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { applyEvent, call } from "@api/query";
import { subscribe } from "@api/events";
import { expiredStore, meQuery, useMe } from "@shared/session";
import { setReachable } from "@shared/status";
import { useStore } from "@shared/store";
import { router } from "./router";

/** The signed-in program: its pages, kept fresh by the server's events. */
export function Root() {
  const client = useQueryClient();
  const me = useMe();
  const expired = useStore(expiredStore);
  useEffect(() => {
    if (expired) return undefined;
    let lost = false;
    return subscribe({
      onFrame: (frame) => {
        const event = frame.payload;
        if (event.type !== "access_session_ended") applyEvent(client, frame);
        else if (event.user_id === me.user.user_id) void client.invalidateQueries({ queryKey: meQuery.queryKey });
      },
      onState: (open) => {
        // A broken stream may mean that the server is away or that the session is over; the call tells which.
        if (open) setReachable(true);
        else void call("getCurrentUser", {}).catch(() => undefined);
        if (open && lost) void client.invalidateQueries();
        lost = !open;
      },
    });
  }, [client, expired, me.user.user_id]);
  useEffect(() => {
    // Pages are small; once they are here, going to one needs no server that answers.
    const timer = setTimeout(() => {
      for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route)?.catch(() => undefined);
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged }) => {
        // What had the focus went with the page before; reading goes on where the new one begins.
        if (pathChanged && (document.activeElement ?? document.body) === document.body) document.getElementById("main")?.focus({ preventScroll: true });
      }),
    [],
  );
  return <RouterProvider router={router} />;
}
