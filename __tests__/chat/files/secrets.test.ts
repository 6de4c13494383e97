import { eventually } from "../../../checks/harness/eventually";
import { KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import { askForUpload, fileFrame, pdf, put } from "../../support/visitor-file";

it("the bot's token is in no frame, URL, header, post or log entry", async () => {
  const run = await KiteRun.start();
  try {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const seen: unknown[] = [];
    const look = async (url: string) => {
      const response = await fetch(url, { redirect: "manual" });
      seen.push(response.status, [...response.headers], await response.text());
      return response.headers.get("location") ?? "";
    };

    const offer = await askForUpload(visitor, pdf);
    seen.push(offer, (await put(offer.uploadUri, pdf.bytes, pdf.fileType)).status);
    seen.push(await visitor.ask(fileFrame("1", offer.canonicalUri, pdf)));
    await eventually("the host gets the file", () => host.heard.find((it) => it.document));
    await look(await look(offer.canonicalUri));
    await look(`${run.server.url}/dev/files/none/at-all`);
    seen.push(await visitor.ask(fileFrame("2", `${offer.canonicalUri}x`, pdf)));

    run.telegram.sendFile(host.chatId, host.userId, { kind: "photo", bytes: png(), caption: "Here" });
    const photo = (await visitor.next()) as string[];
    seen.push(photo, await visitor.next(), await visitor.ask(["HIS", 50, null]));
    await look(await look(photo[2] ?? ""));
    run.telegram.faults.failNext("getFile", { kind: "serverError" }, 1);
    run.telegram.sendFile(host.chatId, host.userId, { kind: "photo", bytes: png() });
    seen.push(await visitor.next(), host.heard, run.telegram.webhook.info);
    await visitor.ask(["TXT", "9", "Still there?", nextTimestamp()]);

    const everything = JSON.stringify([seen, run.log]);
    expect(everything).toContain("/dev/files/");
    expect(run.log.map(({ message }) => message)).toContain("a message is delivered later");
    for (const secret of [run.token, encodeURIComponent(run.token), run.token.split(":")[1] ?? ""]) {
      expect(everything).not.toContain(secret);
    }
  } finally {
    await run.close();
  }
});
