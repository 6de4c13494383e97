import type { BundleScript } from "./chat-contract";

const script = document.currentScript as BundleScript | null;
const policy = script?.kitePolicy;

/**
 * The object that Lit uses as `globalThis`. Lit registers its versions there, and creates a Trusted Types policy named
 * `lit-html`. Neither may collide with the page's own copy of Lit.
 */
export const kiteGlobal = {
  ShadowRoot: window.ShadowRoot,
  trustedTypes: policy && { createPolicy: () => policy, emptyScript: "" },
};
