import "./app/styles";
import "./app/commands";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { activate, systemLanguage } from "./shared/i18n";

const root = document.getElementById("root");
if (root) {
  await activate(systemLanguage());
  createRoot(root).render(<App />);
}
