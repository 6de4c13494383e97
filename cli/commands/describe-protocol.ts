import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary:
    "Writes docs/protocol.md, asyncapi.yaml and openapi.yaml after the protocol or a route was changed.",
  run: async () => {
    const { protocolPages } = await import("../protocol/protocol-pages");
    for (const [path, content] of Object.entries(protocolPages())) {
      writePage(path, content);
    }
  },
});
