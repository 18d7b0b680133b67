import { QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { createClient, invalidate } from "./query";

test("DEV-3 what changed while the first answer was on its way is asked for once more", async () => {
  const client = createClient();
  const answers = ["before the change", "after the change"];
  const waiting: ((answer: string) => void)[] = [];
  const queryFn = vi.fn(() => new Promise<string>((done) => waiting.push(done)));
  const observer = new QueryObserver(client, { queryKey: ["list"], queryFn, meta: { tags: ["drafts"] } });
  const stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  invalidate(client, ["models"]);
  invalidate(client, ["drafts"]);
  expect(queryFn).toHaveBeenCalledTimes(1);
  waiting[0]?.(answers[0] ?? "");
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.(answers[1] ?? "");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("after the change"));
  stop();
});
