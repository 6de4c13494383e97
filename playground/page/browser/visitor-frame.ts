import { byId } from "./elements";

/** Each further visitor has a separate origin, so that the browser stores their chats separately. */
const otherVisitors = ["visitor-2", "visitor-3", "visitor-4"];

/** Shows the shop's page as a visitor sees it, and opens further tabs and visitors. */
export function showVisitor(channelName: string): void {
  const shop = new URL(`/playground/shop?c=${encodeURIComponent(channelName)}`, location.origin);
  byId("shop", HTMLIFrameElement).src = shop.href;
  byId("second-tab", HTMLAnchorElement).href = shop.href;

  let opened = 0;
  const link = byId("another-visitor", HTMLAnchorElement);
  const showNext = () => {
    const next = new URL(shop);
    next.hostname = `${otherVisitors[opened % otherVisitors.length]}.localhost`;
    link.href = next.href;
  };
  // The address changes after the click, because the click opens the current address.
  link.addEventListener("click", () =>
    setTimeout(() => {
      opened += 1;
      showNext();
    }),
  );
  showNext();
}
