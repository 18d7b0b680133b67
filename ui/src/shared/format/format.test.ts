import { afterAll, describe, expect, it } from "vitest";
import { formatClock, formatDate, formatNumber, patientName, utf16Index } from ".";
import { activate, translate } from "../i18n";

describe("formats", () => {
  afterAll(() => activate("en"));

  it("counts code points, as evidence does", () => {
    const text = "Ból 🤕 głowy";
    expect(text.slice(utf16Index(text, 6), utf16Index(text, 11))).toBe("głowy");
    expect(utf16Index("abc", 99)).toBe(3);
  });

  it("writes days as each language does", async () => {
    await activate("en");
    expect(formatDate("1979-04-13")).toBe("13 Apr 1979");
    await activate("pl");
    expect(formatDate("1979-04-13")).toBe("13.04.1979");
    expect(formatNumber(1234)).toMatch(/^1\s234$/);
    expect(formatNumber(1.46, 1)).toBe("1,5");
  });

  it("knows the four Polish plurals", async () => {
    await activate("pl");
    const words = [1, 3, 5, 22].map((count) => translate("patient.age_years", { count }));
    expect(words).toEqual(["1 rok", "3 lata", "5 lat", "22 lata"]);
  });

  it("names people and animals", () => {
    expect(patientName({ kind: "human", family_name: "Nowak", given_name: "Anna" })).toBe("Nowak Anna");
    expect(patientName({ kind: "animal", family_name: "Kowalski", given_name: "Burek" })).toBe("Burek (Kowalski)");
    expect(formatClock(725_000)).toBe("12:05");
  });
});
