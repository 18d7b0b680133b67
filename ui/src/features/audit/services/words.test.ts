import { afterEach, describe, expect, it } from "vitest";
import { activate } from "@shared/i18n";
import { inWords } from "./words";

describe("words of the audit log", () => {
  afterEach(() => activate("en"));

  it("are in the reader's language, or as they were written", async () => {
    await activate("pl");
    expect(inWords("outcome", "finalize")).toBe("podpisanie");
    expect(inWords("resource", "question to a model")).toBe("pytanie do modelu");
    expect(inWords("origin", "command line")).toBe("wiersz poleceń");
    expect(inWords("origin", "192.0.2.7")).toBe("192.0.2.7");
    expect(inWords("resource", "of another version")).toBe("of another version");
  });
});
