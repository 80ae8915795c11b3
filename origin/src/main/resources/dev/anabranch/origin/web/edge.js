// Live: stays at the live edge, unless the viewer has gone back. A pause, a slow network or a sleeping machine leaves it behind.

/** So far behind where it should be is still there; further, it goes there when it is started. */
export const AT_EDGE_SECONDS = 1.5;

/** Further, it goes there at once. */
const MOST_BEHIND_SECONDS = 4;
const LOOK_MS = 500;

/** What players choose by themselves. */
const CATCH_UP_AT_MOST = 1.1;
const JUMP_EVERY_MS = 4000;
const STALLED_MS = 8000;

export class Edge {
  constructor(player) {
    this.player = player;
    this.isBehind = false;
    this.jumpedAt = -Infinity;
    if (player.isLive) setInterval(() => this.keepUp(), LOOK_MS);
  }

  /** Whether it stays there; not once the viewer has gone back. */
  follow(isFollowing) {
    this.isBehind = !isFollowing;
    this.player.engine?.follow?.(isFollowing);
  }

  /** After a pause. */
  returnToIt() {
    const {hasPlayed, signal} = this.player;
    if (hasPlayed && !this.isBehind && signal !== 'over') this.go(AT_EDGE_SECONDS);
  }

  /** Whether that is further behind than where it should be and stays. */
  isFar(seconds = this.player.video.currentTime) {
    return this.player.engine?.edge - seconds > AT_EDGE_SECONDS;
  }

  keepUp() {
    const {video, engine, hasPlayed, signal} = this.player;
    // Who plays faster has caught up when what comes next is not there yet.
    const hasCaughtUp = engine?.edge - video.currentTime < (video.readyState > 2 ? 0 : AT_EDGE_SECONDS);
    if (this.isBehind && video.playbackRate > CATCH_UP_AT_MOST && hasCaughtUp) this.player.setSpeed(1);
    const isOwnChoice = this.isBehind || video.paused || video.seeking || video.playbackRate < 1;
    if (!engine || isOwnChoice || !hasPlayed || signal === 'over') return;
    // Who waits for what it has asked for would throw that away, and ask again.
    const least = video.readyState > 2 ? JUMP_EVERY_MS : STALLED_MS;
    if (performance.now() - this.jumpedAt > least) this.go(MOST_BEHIND_SECONDS);
  }

  /** @param leastSeconds nearer it stays where it is */
  go(leastSeconds) {
    const {video, engine} = this.player;
    if (!(engine?.edge - video.currentTime > leastSeconds)) return;
    this.jumpedAt = performance.now();
    engine.goLive();
  }
}
