import { contentTexts } from "../chat/texts/english";
import type { TelegramMessage } from "./update-schema";

/**
 * Returns content that is passed on as a text: a place, a contact, a poll or a die. A venue is checked first, because
 * its message also has a location.
 */
export function describedContent({
  venue,
  location,
  contact,
  poll,
  dice,
}: TelegramMessage): string | undefined {
  if (venue) {
    const { title, address } = venue;
    return contentTexts.venue(title, address, mapUrl(venue.location));
  }
  if (location) {
    const url = mapUrl(location);
    return location.live_period === undefined ? contentTexts.location(url) : contentTexts.liveLocation(url);
  }
  if (contact) {
    const { first_name, last_name, phone_number } = contact;
    return contentTexts.contact([first_name, last_name].filter(Boolean).join(" "), phone_number);
  }
  if (poll) {
    const options = poll.options.map(({ text }) => text);
    return contentTexts.poll(poll.question, options);
  }
  return dice && contentTexts.dice(dice.emoji, dice.value);
}

/**
 * Returns the URL of a place on a map. A phone opens this URL in its map app:
 * https://developers.google.com/maps/documentation/urls/get-started#search-action
 */
function mapUrl({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string {
  return `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
}
