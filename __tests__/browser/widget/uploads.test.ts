import type { Route } from "playwright-core";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

const uploads = "**/*X-Amz-Signature*";

describeShop("a file in the widget", (site) => {
  let chat: ChatPage;
  let held: Promise<Route>;

  beforeEach(async () => {
    chat = await site.visit();
    await chat.openChat();
  });
  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  const pdf = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 list") });
  const attach = (name: string) => chat.page.locator("input[type=file]").setInputFiles(pdf(name));
  const sent = (name: string) => chat.page.locator("li.message.visitor.sent", { hasText: name });
  const framesOf = (type: string) => chat.sent.filter((frame) => frame.startsWith(`["${type}"`)).length;

  /** Stops the first upload, and lets later uploads pass. */
  async function holdUpload(): Promise<void> {
    held = new Promise((resolve) => {
      void chat.page.route(uploads, resolve, { times: 1 });
    });
  }

  it("is sent once if the network disconnects during its upload", async () => {
    await holdUpload();
    await attach("list.pdf");
    const upload = await held;
    await chat.page.context().setOffline(true);
    await upload.abort("internetdisconnected");
    await chat.message("visitor", "list.pdf").getByText("Sending…").waitFor();
    await chat.page.context().setOffline(false);

    await sent("list.pdf").waitFor();
    expect(await chat.message("visitor", "list.pdf").count()).toBe(1);
    expect(framesOf("BIN")).toBe(1);
  });

  it("that could not be uploaded three times has an error text, and is sent when the visitor tries again", async () => {
    await chat.page.route(uploads, (route) => route.fulfill({ status: 403 }), { times: 3 });
    await attach("list.pdf");
    await chat.page.getByText("The upload failed.").waitFor();
    expect(framesOf("UPL")).toBe(3);
    expect(framesOf("BIN")).toBe(0);

    await chat.page.getByRole("button", { name: "Try again" }).click();
    await sent("list.pdf").waitFor();
    chat.complaints.length = 0;
  });

  it("can be canceled during its upload, and later messages are sent", async () => {
    await holdUpload();
    await attach("wrong.pdf");
    await held;
    await chat.write("Sorry, that was the wrong file");
    await chat.page.getByRole("button", { name: "Cancel the upload of wrong.pdf" }).click();

    await sent("Sorry, that was the wrong file").waitFor();
    expect(await chat.message("visitor", "wrong.pdf").count()).toBe(0);
    expect(framesOf("BIN")).toBe(0);
    await chat.page.reload();
    await chat.openChat();
    await sent("Sorry, that was the wrong file").waitFor();
    expect(await chat.message("visitor", "wrong.pdf").count()).toBe(0);
  });

  it("shows its progress, which rises from 0 to 100 percent and goes away, and its name and size", async () => {
    const network = await chat.page.context().newCDPSession(chat.page);
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 800_000,
    });
    await chat.page.evaluate(`
      window.percents = [];
      const sample = () => {
        const panel = document.querySelector("kite-chat").root.querySelector("kite-chat-panel");
        const bar = panel.root.querySelector("kite-chat-messages").root.querySelector("progress");
        if (bar) percents.push(100 * bar.position);
        requestAnimationFrame(sample);
      };
      sample();`);
    const zip = { name: "catalog.zip", mimeType: "application/zip", buffer: Buffer.alloc(1_234_567) };
    await chat.page.locator("input[type=file]").setInputFiles(zip);
    const upload = chat.message("visitor", "catalog.zip");
    await upload.getByRole("progressbar", { name: "Uploading catalog.zip" }).waitFor();
    expect(await upload.locator(".file-size").innerText()).toBe("1.2 MB");

    await sent("catalog.zip").waitFor();
    expect(await chat.page.getByRole("progressbar").count()).toBe(0);
    const percents = await chat.page.evaluate<readonly number[]>("percents");
    expect(percents.some((percent) => percent > 0 && percent < 100)).toBe(true);
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    expect(await sent("catalog.zip").locator(".file-size").innerText()).toBe("1.2 MB");
    await attach("list.pdf");
    expect(await sent("list.pdf").locator(".file-size").innerText()).toBe("13 bytes");
  });

  it("that was not sent before a reload is reported, and can be chosen again", async () => {
    await holdUpload();
    await attach("lost.pdf");
    await held;
    chat.page.once("dialog", (dialog) => dialog.accept());
    await chat.page.reload();
    await chat.openChat();
    const lost = chat.message("visitor", "lost.pdf");
    await lost.getByText("The page was reloaded before this file was sent.").waitFor();

    const chooser = chat.page.waitForEvent("filechooser");
    await lost.getByRole("button", { name: "Choose it again" }).click();
    await (await chooser).setFiles(pdf("found.pdf"));
    await sent("found.pdf").waitFor();
    expect(await lost.count()).toBe(0);
  });

  it.each([
    ["an empty file", "empty.pdf", "application/pdf", 0, "empty.pdf is empty."],
    ["a script", "run.js", "text/javascript", 9, "You can send photos, GIFs, MP4 videos, PDF and ZIP files."],
  ])("is rejected with a text before the upload: %s", async (_, name, mimeType, size, words) => {
    const buffer = Buffer.alloc(size);
    await chat.page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });

    await chat.page.getByRole("alert").getByText(words).waitFor();
    await chat.page.getByRole("button", { name: "Dismiss" }).click();
    await chat.page.getByRole("alert").waitFor({ state: "detached" });
    expect(framesOf("UPL")).toBe(0);
  });

  /** Creates the data that a browser passes to a drop or a paste. */
  const transfer = (name: string, size = 4) =>
    chat.page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(${size})], "${name}", { type: "application/pdf" }));
      return data;
    })()`);

  it("is rejected with a text before the upload if it is a large document that was dropped", async () => {
    await chat.panel.dispatchEvent("drop", { dataTransfer: await transfer("big.pdf", 21 * 1024 * 1024) });

    await chat.page.getByRole("alert").getByText("Files up to 20 MB, please.").waitFor();
    expect(framesOf("UPL")).toBe(0);
  });

  it("can be dropped onto the panel, or pasted into the message", async () => {
    const dropped = { dataTransfer: await transfer("dropped.pdf") };
    await chat.panel.dispatchEvent("dragover", dropped);
    await chat.page.getByText("Drop files here to send them").waitFor();
    await chat.panel.dispatchEvent("drop", dropped);
    await sent("dropped.pdf").waitFor();
    expect(await chat.page.getByText("Drop files here to send them").count()).toBe(0);

    const pasted = await transfer("pasted.pdf");
    await chat.input.evaluate((input: { dispatchEvent(event: unknown): void }, clipboardData) => {
      const { ClipboardEvent } = globalThis as unknown as {
        readonly ClipboardEvent: new (type: string, init: object) => unknown;
      };
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, pasted);
    await sent("pasted.pdf").waitFor();
  });
});
