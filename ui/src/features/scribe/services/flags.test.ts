import { expect, test } from "vitest";
import { activate } from "@shared/i18n";
import { flagWords } from "./flags";

test("AIC-5 a flag says in words what differs from the talk", async () => {
  await activate("en");
  const words = (check: "negation" | "number" | "evidence", found: string, expected: string) => flagWords({ check, found, expected });
  expect(words("negation", "fever: no", "yes")).toBe("“fever” is denied here, affirmed in the talk");
  expect(words("negation", "fever: yes", "unclear")).toBe("“fever” is affirmed here, unclear in the talk");
  expect(words("negation", "denies", "")).toBe("“denies” was not said");
  expect(words("number", "3", "500, 500, 4, 4, 1")).toBe("“3” here, “500, 4, 1” in the talk");
  expect(words("evidence", "Rest.", "")).toBe("nothing in the talk supports this");
  await activate("pl");
  expect(words("negation", "fever: no", "yes")).toBe("„fever”: tutaj zaprzeczone, w rozmowie potwierdzone");
  await activate("en");
});
