import type { BundleScript } from "./chat-contract";

const script = document.currentScript as BundleScript | null;
const policy = script?.kitePolicy;

/**
 * What Lit sees as `globalThis`. Lit registers its versions there and makes a policy of Trusted Types named `lit-html`:
 * neither may collide with the page's own Lit.
 */
export const kiteGlobal = {
  ShadowRoot: window.ShadowRoot,
  trustedTypes: policy && { createPolicy: () => policy, emptyScript: "" },
};
