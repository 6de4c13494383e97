import { html, nothing, type TemplateResult } from "lit-html";
import type { ChatState } from "../client/chat-state";
import { minute } from "../client/clock";
import { type ChatMessage, keyOf } from "../client/message";
import { dayKey, dayOf } from "./format";
import { icons } from "./icons";
import { KeyedList, type ListItem } from "./keyed-list";
import { type MessageStyle, messageItem } from "./message-view";
import { styles } from "./styles";
import { TemplateElement } from "./template-element";

/** Distance from the end, in pixels, within which the list follows new messages. */
const nearEnd = 48;
/** Distance from the beginning, in pixels, within which older messages are loaded. */
const nearBeginning = 120;
/** Messages of one sender within this time stand together, with one time below them. */
const togetherMilliseconds = 3 * minute;

/** Properties of the list. */
export interface MessagesProps {
  readonly state: ChatState;
  readonly look: MessageStyle;
  readonly greeting: string;
  /** @param isAsked whether the visitor scrolls up */
  readonly onOlder: (isAsked: boolean) => void;
}

/** The list of messages, grouped by day. It stays scrolled to the end unless the visitor scrolls up. */
export class ChatMessages extends TemplateElement<MessagesProps> {
  #hasNewer = false;
  #isAtEnd = true;
  #lastTop = 0;
  #lastHeight = 0;
  #heightBefore: number | undefined;
  readonly #list = new KeyedList();
  readonly #resizes = new ResizeObserver(() => this.#follow());

  constructor() {
    super(styles.messages);
  }

  connectedCallback(): void {
    this.#resizes.observe(this);
    this.#follow();
  }

  disconnectedCallback(): void {
    this.#resizes.disconnect();
  }

  /** Shows the end of the list. */
  scrollToEnd(): void {
    this.#isAtEnd = true;
    this.#hasNewer = false;
    this.update();
    this.#follow();
  }

  override beforeUpdate(shown: MessagesProps | undefined): void {
    const before = shown?.state;
    const log = this.#log;
    if (before === undefined || log === null || before === this.props.state) {
      return;
    }
    const { state } = this.props;
    this.#heightBefore =
      firstSent(before) === firstSent(state) ? undefined : log.scrollHeight - log.scrollTop;
    const known = new Set(before.messages.map(keyOf));
    const added = state.messages.filter((message) => !known.has(keyOf(message)));
    if (added.some(({ from, status }) => from === "visitor" && status === "sending")) {
      this.#isAtEnd = true;
    } else if (!this.#isAtEnd && before.isLoaded && added.some((it) => isNewest(it, before))) {
      this.#hasNewer = true;
    }
  }

  override afterUpdate(): void {
    const log = this.#log;
    const list = this.find("ol");
    if (list !== null) {
      this.#list.show(list, this.#items());
    }
    if (log !== null && this.#heightBefore !== undefined && !this.#isAtEnd) {
      // Older messages were added above. The messages that the visitor reads must not move.
      log.scrollTop = log.scrollHeight - this.#heightBefore;
    }
    this.#heightBefore = undefined;
    this.#follow();
    // Nobody can scroll up in a list that fits.
    if (log?.clientHeight && log.scrollHeight === log.clientHeight) {
      this.props.onOlder(false);
    }
  }

  override template(): TemplateResult {
    const { texts } = this.props.look;
    return html`<div
        class="log"
        role="log"
        aria-live="off"
        aria-label=${texts.messages}
        tabindex="0"
        @scroll=${this.#onScroll}
        @load=${this.#onMedia}
        @loadedmetadata=${this.#onMedia}
      >
        <ol></ol>
      </div>
      ${
        this.#hasNewer
          ? html`<button class="newer" @click=${() => this.scrollToEnd()}>
              ${icons.down}<span>${texts.newMessages}</span>
            </button>`
          : nothing
      }`;
  }

  #items(): readonly ListItem[] {
    const { state, look, greeting } = this.props;
    const { isLoaded, isLoadingOlder, hasOlder, messages, connection } = state;
    const { texts, language } = look;
    // A chat that is unavailable sends nothing until the visitor tries again.
    const style =
      connection === "unavailable" ? { ...look, texts: { ...texts, sending: texts.notSent } } : look;
    const isFirstLoad = !isLoaded && messages.length === 0 && connection === "connecting";
    const hint = isLoadingOlder ? texts.loading : isFirstLoad ? texts.connecting : undefined;
    return [
      ...(hint === undefined ? [] : [{ key: "hint", className: "hint", content: hint }]),
      ...(hasOlder ? [] : [greetingItem(greeting)]),
      ...messages.flatMap((message, index) => {
        const before = messages[index - 1];
        const day = dayKey(message.timestamp);
        const item = messageItem(message, isLastOfGroup(message, messages[index + 1]), style);
        return before !== undefined && dayKey(before.timestamp) === day
          ? item
          : [
              {
                key: `day before ${item.key}`,
                className: "day",
                content: dayOf(message.timestamp, language, texts),
              },
              item,
            ];
      }),
    ];
  }

  get #log(): HTMLElement | null {
    return this.find(".log");
  }

  /** Called when a picture or a video has its size. The listener captures, because such events do not bubble. */
  readonly #onMedia = { handleEvent: () => this.#follow(), capture: true };

  readonly #onScroll = ({ currentTarget }: Event) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    // If the height has changed too, for example by a picture, it was not the visitor who has scrolled up.
    const isUp = scrollTop < this.#lastTop && scrollHeight === this.#lastHeight;
    this.#isAtEnd = isNearEnd || (this.#isAtEnd && !isUp);
    this.#lastTop = scrollTop;
    this.#lastHeight = scrollHeight;
    if (isNearEnd && this.#hasNewer) {
      this.#hasNewer = false;
      this.update();
    }
    if (scrollTop < nearBeginning) {
      this.props.onOlder(isUp);
    }
  };

  #follow(): void {
    const log = this.#log;
    if (log !== null && this.#isAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }
}

function greetingItem(greeting: string): ListItem {
  return {
    key: "greeting",
    className: "message host last",
    content: html`<div class="bubble"><span class="text" dir="auto">${greeting}</span></div>`,
  };
}

function firstSent({ messages }: ChatState): string | undefined {
  const first = messages.find(({ status }) => status === "sent");
  return first && keyOf(first);
}

function isNewest(message: ChatMessage, { messages }: ChatState): boolean {
  const newest = messages.filter(({ status }) => status === "sent").at(-1)?.timestamp ?? "";
  return message.from === "host" && message.timestamp >= newest;
}

function isLastOfGroup(message: ChatMessage, next: ChatMessage | undefined): boolean {
  return (
    next === undefined ||
    next.from !== message.from ||
    next.status !== message.status ||
    dayKey(next.timestamp) !== dayKey(message.timestamp) ||
    Date.parse(next.timestamp) - Date.parse(message.timestamp) > togetherMilliseconds
  );
}
