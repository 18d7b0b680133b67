import { expect, test } from "vitest";
import { header } from "./wav";

test("AUD-6 a saved file begins as WAV files do", () => {
  const expected = "52494646 24ee0200 57415645 666d7420 10000000 0100 0200 803e0000 00fa0000 0400 1000 64617461 00ee0200";
  const found = [...header(2, 192_000)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  expect(found).toBe(expected.replaceAll(" ", ""));
});
