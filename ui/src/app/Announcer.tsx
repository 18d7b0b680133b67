import { VisuallyHidden } from "@mantine/core";
import { spokenStore } from "@shared/ui/announce";
import { useStore } from "@shared/store";

/** Two regions in turn, so that the same words are spoken again when they come again. */
export function Announcer() {
  const { text, count } = useStore(spokenStore);
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite">
        {count % 2 === 0 ? text : ""}
      </div>
      <div role="status" aria-live="polite">
        {count % 2 === 1 ? text : ""}
      </div>
    </VisuallyHidden>
  );
}
