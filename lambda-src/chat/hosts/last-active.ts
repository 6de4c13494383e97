import type { ActiveVisitor } from "../model";

/** Maximum number of visitors in a channel's row. A host rarely answers an older post without replying to it. */
const visitorsMax = 8;

/**
 * Returns the last active visitors after a post of one of them. A visitor's consecutive posts are one entry with the id
 * of the first, so that most posts do not change the list. Posts of several conversations may be stored in another
 * order than Telegram numbered them.
 * @param known the newest first
 * @returns the same array if nothing changes
 */
export function withActive(
  known: readonly ActiveVisitor[],
  visitor: ActiveVisitor,
  now: number,
): readonly ActiveVisitor[] {
  const place = known.findIndex(({ postId }) => postId <= visitor.postId);
  const before = place === -1 ? undefined : known[place];
  if (before?.tag === visitor.tag) {
    return known;
  }
  const newer = place === -1 ? known : known.slice(0, place);
  const older = place === -1 ? [] : known.slice(place);
  const isNewest = newer.length === 0;
  // If the next newer entry is of the same visitor, its posts and this one are consecutive.
  const rest = newer.at(-1)?.tag === visitor.tag ? newer.slice(0, -1) : newer;
  const continued = rest.length < newer.length ? newer.at(-1) : undefined;
  const entry: ActiveVisitor = {
    tag: visitor.tag,
    postId: visitor.postId,
    ...(continued
      ? continued.displacedAt !== undefined && { displacedAt: continued.displacedAt }
      : !isNewest && { displacedAt: now }),
  };
  const displaced = older.map((it) => (it.displacedAt === undefined ? { ...it, displacedAt: now } : it));
  return [...rest, entry, ...displaced].slice(0, visitorsMax);
}
