import { describe, expect, it } from "vitest";
import { stageOf, type Seen, type Stage } from "./stage";

const NOTHING: Seen = { isRecording: false, hasSound: false, hasTranscript: false, isWritten: false, waiting: 0 };

describe("VIS-5 how far a visit has come", () => {
  const cases: [string, Partial<Seen>, Stage][] = [
    ["nothing is there yet", {}, "prepare"],
    ["somebody speaks", { isRecording: true }, "record"],
    ["somebody speaks again, though a note is there", { isRecording: true, hasTranscript: true, isWritten: true }, "record"],
    ["there is sound and no word of it yet", { hasSound: true }, "record"],
    ["words came", { hasSound: true, hasTranscript: true }, "review"],
    ["a draft waits", { hasTranscript: true, waiting: 4 }, "review"],
    ["sentences wait for somebody to read them", { isWritten: true, waiting: 1 }, "review"],
    ["all is read and decided", { hasTranscript: true, isWritten: true }, "sign"],
    ["the note was typed, without any sound", { isWritten: true }, "sign"],
  ];
  it.each(cases)("%s", (_name, seen, stage) => {
    expect(stageOf({ ...NOTHING, ...seen })).toBe(stage);
  });
});
