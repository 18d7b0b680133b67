import { useEffect, useState } from "react";

/** Where the focus was before a layer opened gets it back when the layer goes, unless something else took it. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const back = before?.isConnected && before !== document.body ? before : document.getElementById("main");
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    },
    [before],
  );
}
