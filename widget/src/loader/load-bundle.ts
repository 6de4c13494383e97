import type { BundleScript, ChatBundle, TrustedPolicy } from "../chat-contract";
import { createTrustedPolicy } from "../trusted-policy";
import { bundleOf } from "./served-values";

let policy: TrustedPolicy | undefined;

/**
 * Loads the bundle of a language from the folder of the loader.
 * @param language without a region, such as `de`
 * @param loaderUrl the address of the loader
 * @param nonce the nonce of the loader's script element, for a Content-Security-Policy
 * @throws Error if the bundle cannot be loaded
 */
export function loadBundle(language: string, loaderUrl: string, nonce: string): Promise<ChatBundle> {
  const script: BundleScript = document.createElement("script");
  policy ??= createTrustedPolicy();
  const { name, integrity } = bundleOf(language);
  const url = new URL(name, loaderUrl).href;
  script.kitePolicy = policy;
  script.integrity = integrity;
  script.crossOrigin = "anonymous";
  script.nonce = nonce;
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`${url} could not be loaded.`));
    script.onerror = fail;
    script.onload = () => {
      script.remove();
      if (script.kiteBundle) {
        resolve(script.kiteBundle);
      } else {
        fail();
      }
    };
    script.src = policy?.createScriptURL(url) ?? url;
    document.head.append(script);
  });
}
