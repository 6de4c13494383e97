/** Sends each text until it is acknowledged, and calls `onMessage` once for each message of either side. */
export function connectKite({ url, channel, memberId, onMessage }) {
  const [unsent, seen] = [new Map(), new Set()];
  let [socket, lastTime, waitMilliseconds] = [undefined, 0, 500];
  const push = (frame) => socket.readyState === 1 && socket.send(JSON.stringify(frame));
  const pushUnsent = () => [...unsent.values()].forEach(push);
  /** The set grows only by an id that is new. */
  const show = ([type, messageId, content], isMine) =>
    seen.size < seen.add(messageId).size && onMessage({ type, content, isMine });
  const receivers = {
    OK: () => push(["HIS", 50, null]),
    HIS: ([, entries]) => {
      entries.forEach(([way, frame]) => void show(frame, way === "out"));
      waitMilliseconds = 500;
      pushUnsent();
    },
    TXT: (frame) => show(frame, false),
    BIN: (frame) => show(frame, false),
    ACK: ([, messageId]) => unsent.delete(messageId),
    ERR: ([, , code]) => (code === 429 ? setTimeout(pushUnsent, 5_000) : code >= 500 && socket.close(4000)),
  };
  const open = () => {
    socket = new WebSocket(`${url}?c=${channel}`, "k1te.chat.v1");
    socket.onopen = () => push(["JOIN", memberId, null, channel]);
    socket.onmessage = ({ data }) => receivers[JSON.parse(data)[0]]?.(JSON.parse(data));
    socket.onclose = ({ code }) => code !== 1000 && setTimeout(retry, waitMilliseconds * (1 + Math.random()));
    waitMilliseconds = Math.min(60_000, waitMilliseconds * 2);
  };
  const retry = () => waitMilliseconds > 0 && open();
  const send = (text) => {
    lastTime = Math.max(lastTime + 1, Date.now());
    const frame = ["TXT", crypto.randomUUID(), text, new Date(lastTime).toISOString()];
    unsent.set(frame[1], frame);
    push(frame);
  };
  const close = () => {
    waitMilliseconds = 0;
    socket.close(1000);
  };
  open();
  return { send, ping: () => push(["PING"]), close };
}
