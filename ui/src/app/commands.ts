/** Every feature's commands. */
import { allCommands, register, type Command } from "@shared/commands";
import { auditCommands } from "@features/audit";
import { documentCommands } from "@features/documents";
import { modelsCommands } from "@features/models";
import { patientCommands } from "@features/patients";
import { scribeCommands } from "@features/scribe";
import { settingsCommands } from "@features/settings";
import { visitCommands } from "@features/visits";

const general: readonly Command[] = [
  { id: "palette.open", title: "command.palette", group: "general", keys: ["mod+k"], keyOnly: true },
  { id: "keys.show", title: "command.keys", group: "general", keys: ["?"] },
  { id: "save.reassure", title: "command.save", group: "general", keys: ["mod+s"], inDialogs: true, keyOnly: true },
  { id: "session.sign_out", title: "command.sign_out", group: "general", keys: [] },
  { id: "list.next", title: "command.list_next", group: "list", keys: ["j", "down"], keyOnly: true },
  { id: "list.previous", title: "command.list_previous", group: "list", keys: ["k", "up"], keyOnly: true },
  { id: "list.open", title: "command.list_open", group: "list", keys: ["enter"], keyOnly: true },
  { id: "list.filter", title: "command.list_filter", group: "list", keys: ["/"], keyOnly: true },
];

register([...visitCommands, ...scribeCommands, ...patientCommands, ...documentCommands, ...auditCommands, ...modelsCommands, ...settingsCommands, ...general]);

export { allCommands };
