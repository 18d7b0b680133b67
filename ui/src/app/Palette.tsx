import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from "react";
import { reading } from "@api/query";
import { runCommand, useAvailable } from "@shared/commands";
import { formatDate } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { announce, Icon, Keys, useFocusBack, type IconName } from "@shared/ui";
import { patientName } from "@shared/format";
import classes from "./shell.module.css";

type Choice = { key: string; icon: IconName; title: string; detail?: string; keys?: string | undefined; run: () => void };

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/g, "l").replace(/Ł/g, "L").toLowerCase();

/** Patients and commands by a few letters; `>` searches commands only, `@` patients only. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  useFocusBack();
  const navigate = useNavigate();
  const can = useCan();
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const only = text[0] === ">" ? "commands" : text[0] === "@" ? "patients" : null;
  const wanted = text.replace(/^[>@]\s*/, "").trim();
  const [query] = useDebouncedValue(wanted, 80);
  const commands = useAvailable();
  const patients = useQuery({
    ...reading("searchPatients", { query, limit: 8 }),
    enabled: query.length > 0 && only !== "commands" && can("patient:read"),
    placeholderData: keepPreviousData,
  });

  const found: Choice[] =
    wanted && only !== "commands"
      ? (patients.data?.items ?? []).map((patient) => ({
          key: patient.patient_id,
          icon: patient.kind === "animal" ? "paw" : "person",
          title: patientName(patient),
          detail: [patient.birth_date ? formatDate(patient.birth_date) : null, patient.mrn].filter(Boolean).join(" · "),
          run: () => void navigate({ to: "/patients/$patientId", params: { patientId: patient.patient_id } }),
        }))
      : [];
  const words = plain(wanted).split(/\s+/);
  const runnable: Choice[] =
    only === "patients"
      ? []
      : commands
          .filter((command) => !command.keyOnly)
          .map((command) => ({ key: command.id, icon: "right" as IconName, title: t(command.title), keys: command.keys[0], run: () => void runCommand(command.id) }))
          .filter((choice) => words.every((word) => plain(choice.title).includes(word)));
  const choices = [...found, ...runnable];
  const index = Math.min(at, choices.length - 1);
  const settled = query === wanted && !patients.isFetching;

  useEffect(() => {
    setAt(0);
  }, [text]);
  useEffect(() => {
    if (settled && wanted) announce(t("palette.found", { count: choices.length }));
  }, [settled, wanted, choices.length, t]);
  const selected = useRef<HTMLDivElement>(null);
  useEffect(() => {
    selected.current?.scrollIntoView({ block: "nearest" });
  }, [index]);

  // Enter before the answer has come must not open yesterday's list.
  const [eager, setEager] = useState(false);
  const pick = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    setTimeout(choice.run);
  };
  const first = useEffectEvent(() => pick(choices[0]));
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    first();
  }, [eager, settled]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(index + 1, choices.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(index - 1, 0));
    else if (event.key === "Enter") {
      if (settled) pick(choices[index]);
      else setEager(true);
    } else return;
    event.preventDefault();
  };

  const option = (choice: Choice, position: number) => (
    <div
      key={choice.key}
      id={`${list}-${position}`}
      role="option"
      aria-selected={position === index}
      tabIndex={-1}
      ref={position === index ? selected : null}
      className={classes.option}
      onMouseMove={() => setAt(position)}
      onClick={() => pick(choice)}
    >
      <Icon name={choice.icon} />
      <div>
        {choice.title} {choice.detail ? <small>{choice.detail}</small> : null}
      </div>
      {choice.keys ? <Keys keys={choice.keys} /> : null}
    </div>
  );
  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} size={620} yOffset="12vh" transitionProps={{ duration: 0 }} aria-label={t("palette.title")}>
      <input
        className={classes.paletteInput}
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={index >= 0 ? `${list}-${index}` : undefined}
        aria-label={t("palette.hint")}
        placeholder={t("palette.hint")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes.paletteList} role="listbox" id={list} aria-label={t("palette.title")} tabIndex={-1}>
        {found.length > 0 ? (
          <div role="group" aria-label={t("nav.patients")}>
            <div className={classes.paletteGroup} aria-hidden="true">
              {t("nav.patients")}
            </div>
            {found.map((choice, position) => option(choice, position))}
          </div>
        ) : null}
        {runnable.length > 0 ? (
          <div role="group" aria-label={t("palette.commands")}>
            <div className={classes.paletteGroup} aria-hidden="true">
              {t("palette.commands")}
            </div>
            {runnable.map((choice, position) => option(choice, found.length + position))}
          </div>
        ) : null}
        {choices.length === 0 && settled ? <div className={classes.paletteEmpty}>{t("palette.nothing")}</div> : null}
      </div>
      <div className={classes.paletteFoot} aria-hidden="true">
        <span>{t("palette.foot_open")}</span>
        <span>{t("palette.foot_prefix")}</span>
      </div>
    </Modal>
  );
}
