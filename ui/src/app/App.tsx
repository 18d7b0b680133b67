import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { createClient, onAnswer, onFailure } from "@api/query";
import { isDesktop } from "@platform/shell";
import { press } from "@shared/commands";
import { setReachable, statusStore } from "@shared/status";
import { Announcer } from "./Announcer";
import { Gate } from "./Gate";
import { theme } from "./theme";

const client = createClient();

onFailure((failure) => {
  if (failure.type === "Unavailable" && failure.reference === "") setReachable(false);
});
onAnswer(() => setReachable(true));

function useWindow(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && press(event)) event.preventDefault();
    };
    const onLine = () => statusStore.update((now) => ({ ...now, online: navigator.onLine, desktop: isDesktop }));
    onLine();
    window.addEventListener("keydown", onKey);
    window.addEventListener("online", onLine);
    window.addEventListener("offline", onLine);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("online", onLine);
      window.removeEventListener("offline", onLine);
    };
  }, []);
}

export function App() {
  useWindow();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Gate />
        <Announcer />
        <Notifications position="bottom-right" className="no-print" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
