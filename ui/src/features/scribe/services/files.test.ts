import { describe, expect, it } from "vitest";
import { formatOf, readConversation } from "./files";
import { quote } from "./evidence";

const file = (name: string, text: string) => Object.assign(new File([text], name), { text: async () => text });

describe("conversations from files", () => {
  it("knows formats by the name", () => {
    expect(["a.txt", "a.VTT", "a.srt", "a.TextGrid", "a.json", "a.pdf"].map(formatOf)).toEqual(["plain", "webvtt", "srt", "textgrid", "json", null]);
  });

  it("takes a pair of TextGrids, the doctor's first", async () => {
    const pair = await readConversation([file("day1_patient.TextGrid", "P"), file("day1_doctor.TextGrid", "D")]);
    expect(pair).toEqual({ text: "D", second_text: "P", format: "textgrid" });
  });

  it("refuses what is not one conversation", async () => {
    expect(await readConversation([])).toBeNull();
    expect(await readConversation([file("a.pdf", "")])).toBeNull();
    expect(await readConversation([file("a.txt", ""), file("b.txt", "")])).toBeNull();
  });

  it("quotes the words that spans point to, by code points", () => {
    const segments = [{ index: 0, speaker: "patient" as const, text: "🤕 Ból głowy", start_ms: null, end_ms: null }];
    expect(quote(segments, [{ segment: 0, start: 2, end: 5 }])).toEqual(["Ból"]);
    expect(quote(segments, [{ segment: 7, start: 0, end: 1 }])).toEqual([]);
  });
});
