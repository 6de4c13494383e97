import { ContractError } from "../../harness/client/contract-error";
import type { Visitor } from "../../harness/client/visitor";
import type { Check } from "../check";
import { smokeId, type Visit } from "../visit";
import { refusedWith } from "./frame-checks";
import { acknowledged } from "./talk-checks";

const fileName = "smoke-test.pdf";
const fileType = "application/pdf";
const content = "%PDF-1.4 smoke test: nothing to see here";
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** How files travel; the host gets one. */
export const fileChecks: readonly Check[] = [
  {
    title: "a file that is uploaded and sent is acknowledged, and its address gives the same bytes",
    needsChannel: true,
    run: async (_urls, visit) => {
      const socket = await visit.join();
      const { canonicalUri, uploadUri } = await askForUpload(socket);
      await put(visit, uploadUri);
      const frame = fileFrame(canonicalUri);
      await socket.expect(frame, acknowledged(String(frame[1])));
      await expectBytes(visit, canonicalUri);
    },
  },
  {
    title: "a file that was not uploaded is refused with 409",
    needsChannel: true,
    run: async (_urls, visit) => {
      const socket = await visit.join();
      const { canonicalUri } = await askForUpload(socket);
      await socket.expect(fileFrame(canonicalUri), refusedWith(409));
    },
  },
  {
    title: "a file whose address was given to nobody is refused with 403",
    needsChannel: true,
    run: async ({ httpUrl }, visit) => {
      const url = `${httpUrl}/files/${smokeId()}/${fileName}`;
      await (await visit.join()).expect(fileFrame(url), refusedWith(403));
    },
  },
  {
    title: "an upload of another type than the one asked for is refused by the store",
    needsChannel: true,
    run: async (_urls, visit) => {
      const { uploadUri } = await askForUpload(await visit.join());
      const { status } = await visit.request(uploadUri, putOf("text/html"));
      if (status !== 403) {
        throw new ContractError("PUT as text/html", "status 403", `${status}`);
      }
    },
  },
  {
    title: "a file that is too large is refused with 413",
    needsChannel: true,
    run: async (_urls, visit) => {
      const frame = ["UPL", smokeId(), fileName, fileType, 20 * 1024 * 1024 + 1, new Date().toISOString()];
      await (await visit.join()).expect(frame, refusedWith(413));
    },
  },
];

interface Offer {
  readonly canonicalUri: string;
  readonly uploadUri: string;
}

async function askForUpload(socket: Visitor): Promise<Offer> {
  const messageId = smokeId();
  const frame = ["UPL", messageId, fileName, fileType, content.length, new Date().toISOString()];
  const isUrl = (value: unknown) => typeof value === "string" && /^https?:\/\//.test(value);
  const isCanonical = (value: unknown) => isUrl(value) && String(value).endsWith(`/${fileName}`);
  const answer = await socket.expect(frame, [
    "UPL",
    messageId,
    [`an address that ends in /${fileName}`, isCanonical],
    ["an address", isUrl],
  ]);
  return { canonicalUri: String(answer[2]), uploadUri: String(answer[3]) };
}

function fileFrame(url: string): readonly unknown[] {
  return ["BIN", smokeId(), url, fileName, fileType, content.length, new Date().toISOString()];
}

function putOf(contentType: string): RequestInit {
  return { method: "PUT", headers: { "content-type": contentType }, body: content };
}

async function put(visit: Visit, uploadUri: string): Promise<void> {
  const { status } = await visit.request(uploadUri, putOf(fileType));
  if (status !== 200) {
    throw new ContractError("PUT of the file", "status 200", `${status}`);
  }
}

async function expectBytes(visit: Visit, canonicalUri: string): Promise<void> {
  const redirect = await visit.request(canonicalUri);
  const location = redirect.headers.get("location");
  if (!redirects.includes(redirect.status) || location === null) {
    throw new ContractError("GET of the file", "a redirect", `status ${redirect.status}`);
  }
  const bytes = await (await visit.request(new URL(location, canonicalUri).href)).text();
  if (bytes !== content) {
    throw new ContractError("GET of the file", content, bytes);
  }
}
