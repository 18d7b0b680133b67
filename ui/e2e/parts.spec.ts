import { api, arrived, expect, person, TALK, test, type Made } from "./fixtures";
import { chooseModel, chooseNoModel, Provider, type Script } from "./provider";

const NOTE = {
  subjective: [{ text: "Cough for four days, with fever since Tuesday.", turns: [1], quote: "bad cough for four days" }],
  objective: [{ text: "Temperature 37.9, blood pressure 128/82.", turns: [8], quote: "Your temperature is 37.9" }],
  assessment: [{ text: "Viral infection of the airways.", turns: [9], quote: "viral infection of the airways" }],
  plan: [{ text: "Paracetamol 500 mg up to four times a day.", turns: [10], quote: "paracetamol 500 mg up to four times a day" }],
};

/** The note, of which the rest after some words waits to be let go. */
function inTwoGoes(after: string): { answer: Script; goOn: () => void } {
  const text = JSON.stringify(NOTE);
  const [first, rest] = [text.slice(0, text.indexOf(after)), text.slice(text.indexOf(after))];
  let goOn = () => {};
  const until = new Promise<void>((done) => (goOn = done));
  const answer: Script = (response) => {
    response.setHeader("content-type", "text/event-stream");
    const say = (content: string) => response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    say(first);
    void until.then(() => {
      say(rest);
      response.write(`data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: "stop" }] })}\n\n`);
      response.end("data: [DONE]\n\n");
    });
  };
  return { answer, goOn };
}

test("AIC-1 a model's draft comes part by part, never under the caret, and takes the place of what nobody touched", async ({ clinic, server }) => {
  const provider = await new Provider().start();
  await chooseModel(clinic, "Lynx", provider.url, {}, 30);
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Model", "Parts"));
  const { visit } = await api<{ visit: { visit_id: string } }>(clinic, "create_visit", { patient_id });
  await api(clinic, "import_transcript", { visit_id: visit.visit_id, text: TALK });
  await api(clinic, "generate_soap", { visit_id: visit.visit_id });
  await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
  await arrived(clinic);

  const proposal = (part: string) => clinic.getByRole("group", { name: `Draft: ${part}` });
  const accept = (part: string) => proposal(part).getByRole("button", { name: "Accept this part" });
  const lines = clinic.locator("[data-part='plan'] textarea");
  await accept("Plan").click();
  await expect(lines.first()).toBeVisible();
  const [confirmed] = await lines.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
  await lines.first().focus();
  await clinic.keyboard.press("Control+Enter");

  // The model has said two parts; the others still stand as they were.
  const { answer, goOn } = inTwoGoes('"assessment"');
  provider.answers(answer);
  await clinic.getByRole("button", { name: "Draft with a model" }).click();
  await expect(proposal("Subjective")).toContainText("Cough for four days, with fever since Tuesday.");
  await expect(proposal("Objective")).toContainText("Temperature 37.9, blood pressure 128/82.");
  await expect(accept("Subjective")).toHaveCount(0);
  await expect(clinic.getByText("2 of 4 parts")).toBeVisible();
  await expect(accept("Assessment")).toBeVisible();
  const before = await proposal("Assessment").getByRole("listitem").first().innerText();
  await proposal("Assessment").getByRole("listitem").first().getByRole("button").focus();
  goOn();
  await expect(accept("Subjective")).toBeVisible();
  await expect(proposal("Assessment")).toContainText(before);
  await expect(proposal("Assessment")).toContainText("A newer draft of this part comes when you leave it.");
  await accept("Subjective").focus();
  await expect(proposal("Assessment")).toContainText("Viral infection of the airways.");

  // What was confirmed stays; the rest of the built-in plan gives way.
  await accept("Plan").click();
  await expect(proposal("Plan")).toHaveCount(0);
  const now = await lines.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
  const model = "Paracetamol 500 mg up to four times a day.";
  expect(now).toEqual(confirmed === model ? [model] : [confirmed, model]);
  await chooseNoModel(clinic);
  await provider.stop();
});

test("AIC-1 while a model writes the first draft, the screen does not say that there is none", async ({ clinic, server }) => {
  const provider = await new Provider().start();
  await chooseModel(clinic, "Lynx", provider.url, {}, 30);
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Model", "First"));
  const { visit } = await api<{ visit: { visit_id: string } }>(clinic, "create_visit", { patient_id });
  await api(clinic, "import_transcript", { visit_id: visit.visit_id, text: TALK });
  await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
  await arrived(clinic);
  const none = clinic.getByText("There is a conversation and no draft yet.");
  await expect(none).toBeVisible();
  const { answer, goOn } = inTwoGoes('"assessment"');
  provider.answers(answer);
  await clinic.getByRole("button", { name: "Draft with a model" }).click();
  await expect(clinic.getByText("2 of 4 parts")).toBeVisible();
  await expect(none).toHaveCount(0);
  goOn();
  await expect(clinic.getByRole("button", { name: "Accept all" })).toBeVisible();
  await chooseNoModel(clinic);
  await provider.stop();
});
