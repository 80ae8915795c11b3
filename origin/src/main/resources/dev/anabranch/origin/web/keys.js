// The keyboard: on the page as long as nothing else wants the key.
const FRAME_SECONDS = 1 / 30;

export function bindKeys(player) {
  const {video} = player;
  const volume = step => {
    video.muted = false;
    video.volume = Math.min(1, Math.max(0, Math.round((video.volume + step) * 20) / 20));
    player.toast(`Volume ${Math.round(video.volume * 100)} %`);
  };
  const frame = step => { if (video.paused) player.seekBy(step * FRAME_SECONDS); };
  const actions = {
    ' ': () => player.act('play'), k: () => player.act('play'),
    j: () => player.seekBy(-10), l: () => player.seekBy(10),
    ArrowLeft: () => player.seekBy(-5), ArrowRight: () => player.seekBy(5),
    ArrowUp: () => volume(0.05), ArrowDown: () => volume(-0.05),
    f: () => player.act('fullscreen'), m: () => player.act('mute'),
    c: () => player.act('captions'), i: () => player.act('stats'),
    ',': () => frame(-1), '.': () => frame(1),
    '<': () => player.changeRate(-1), '>': () => player.changeRate(1),
    Home: () => player.seekTo(player.span()[0]),
    End: () => { if (player.isLive) player.act('live'); else if (Number.isFinite(video.duration)) player.seekTo(video.duration); },
    Escape: () => player.openSettings(false),
  };

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || wantsKey(event)) return;
    const action = actions[event.key] ?? actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Whether the focused element does something with this key itself. */
function wantsKey({target, key}) {
  if (key === 'Escape') return false;
  if (target.matches('input:not([type=range]), textarea, select')) return true;
  if (target.matches('.volume')) return key.startsWith('Arrow');
  return key === ' ' && target.matches('button, a, summary');
}
