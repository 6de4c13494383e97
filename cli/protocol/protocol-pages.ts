import { asyncApi } from "./async-api";
import { openApi } from "./open-api";
import { protocolPage } from "./protocol-page";

/** The pages about the protocol, by their paths. */
export function protocolPages(): Readonly<Record<string, string>> {
  return {
    "docs/protocol.md": protocolPage(),
    "docs/asyncapi.yaml": asyncApi(),
    "docs/openapi.yaml": openApi(),
  };
}
