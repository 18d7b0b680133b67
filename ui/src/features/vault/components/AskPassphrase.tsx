import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "@api/query";
import { useCan } from "@shared/session";
import { ChoosePassphrase, EnterPassphrase } from "./Passphrase";

/** Asks for the passphrase of the keys, once after the start, where they lie under one. */
export function AskPassphrase() {
  const can = useCan();
  const keys = useQuery({ ...reading("getKeyState", {}), enabled: can("key:use") });
  const [later, setLater] = useState(false);
  if (later) return null;
  const close = () => setLater(true);
  if (keys.data?.fault === "locked") return <EnterPassphrase onClose={close} />;
  if (keys.data?.fault === "not_chosen" && can("key:write")) return <ChoosePassphrase onClose={close} />;
  return null;
}
