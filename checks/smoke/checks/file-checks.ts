import { requireKept } from "../../harness/client/contract-error";
import type { Visitor } from "../../harness/client/visitor";
import { type Checks, smokeId } from "../visit";
import { refusedWith } from "./frame-checks";
import { acknowledged } from "./talk-checks";

const fileName = "smoke-test.pdf";
const fileType = "application/pdf";
const content = "%PDF-1.4 smoke test: nothing to see here";
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** Checks for files. The host receives one file. */
export const fileChecks: Checks = {
  "a file that is uploaded and sent is acknowledged, and its address returns the same bytes": async (
    visit,
  ) => {
    const socket = await visit.join();
    const { canonicalUri, uploadUri } = await askForUpload(socket);
    const { status } = await visit.request(uploadUri, putOf(fileType));
    requireKept(status === 200, "PUT of the file", "status 200", `${status}`);
    const frame = fileFrame(canonicalUri);
    await socket.expect(frame, acknowledged(String(frame[1])));
    const redirect = await visit.request(canonicalUri);
    const location = redirect.headers.get("location") ?? "";
    const isRedirect = redirects.includes(redirect.status) && location !== "";
    requireKept(isRedirect, "GET of the file", "a redirect", `status ${redirect.status}`);
    const bytes = await (await visit.request(new URL(location, canonicalUri).href)).text();
    requireKept(bytes === content, "GET of the file", content, bytes);
  },
  "a file that was not uploaded is rejected with 409": async (visit) => {
    const socket = await visit.join();
    const { canonicalUri } = await askForUpload(socket);
    await socket.expect(fileFrame(canonicalUri), refusedWith(409));
  },
  "a file with an address that was not issued is rejected with 403": async (visit) => {
    const url = `${visit.urls.httpUrl}/files/${smokeId()}/${fileName}`;
    await (await visit.join()).expect(fileFrame(url), refusedWith(403));
  },
  "an upload of another type than the requested one is rejected by the store": async (visit) => {
    const { uploadUri } = await askForUpload(await visit.join());
    const { status } = await visit.request(uploadUri, putOf("text/html"));
    requireKept(status === 403, "PUT as text/html", "status 403", `${status}`);
  },
  "a file that is too large is rejected with 413": async (visit) =>
    (await visit.join()).expect(uploadFrame(smokeId(), 20 * 1024 * 1024 + 1), refusedWith(413)),
};

async function askForUpload(socket: Visitor): Promise<{ canonicalUri: string; uploadUri: string }> {
  const messageId = smokeId();
  const isUrl = (value: unknown) => typeof value === "string" && /^https?:\/\//.test(value);
  const isCanonical = (value: unknown) => isUrl(value) && String(value).endsWith(`/${fileName}`);
  const [, , canonicalUri, uploadUri] = await socket.expect(uploadFrame(messageId, content.length), [
    "UPL",
    messageId,
    [`an address that ends in /${fileName}`, isCanonical],
    ["an address", isUrl],
  ]);
  return { canonicalUri: String(canonicalUri), uploadUri: String(uploadUri) };
}

function uploadFrame(messageId: string, size: number): readonly unknown[] {
  return ["UPL", messageId, fileName, fileType, size, new Date().toISOString()];
}

function fileFrame(url: string): readonly unknown[] {
  return ["BIN", smokeId(), url, fileName, fileType, content.length, new Date().toISOString()];
}

function putOf(contentType: string): RequestInit {
  return { method: "PUT", headers: { "content-type": contentType }, body: content };
}
