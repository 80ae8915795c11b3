// What a live page shows beside the picture: state, health, figures; and when the player starts, and starts again.
import {Chart} from './charts.js';

const EVERY_MS = 1000;
const HIDDEN_MS = 5000;
const SPAN_MS = 120_000;
const RETRY_MS = 3000;
const STUCK_MS = 10_000;

const rate = bits => bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bits / 1e3)} kbit/s`;
const seconds = value => value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
const CHARTS = [
  {title: 'Bit rate', of: s => s.videoBitsPerSecond + s.audioBitsPerSecond, format: rate, least: 100_000},
  {title: 'Frame rate', of: s => s.framesPerSecond, format: v => `${v.toFixed(v < 100 && v % 1 ? 1 : 0)} fps`, least: 10, isOfPictures: true},
  {title: 'Keyframe distance', of: s => s.keyframeSeconds, format: v => `${v.toFixed(1)} s`, least: 2, isOfPictures: true},
  {title: 'Segment delay', of: s => s.segmentDelaySeconds, format: seconds, least: 0.01},
  {title: 'Watching', of: s => s.viewers, format: v => String(Math.round(v)), least: 5},
];

function uptime(since) {
  const all = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
  const pad = n => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

const figure = (name, text) => document.querySelectorAll(`[data-figure=${name}]`).forEach(e => { e.textContent = text; });

/** The same words as the server's LiveWords. */
function stateWords({state, isPlayable, hasEnded, awaySince}) {
  if (state === 'disabled') return ['Off', 'idle'];
  if (state !== 'active') return [hasEnded ? 'Ended' : 'Waiting', 'idle'];
  if (awaySince) return [`Reconnecting · ${uptime(awaySince)}`, 'away'];
  return isPlayable ? ['On air', 'playable'] : ['Starting', 'starting'];
}

function offAirWords({state, hasEnded, awaySince}) {
  if (state === 'disabled') return ['This stream is off', ''];
  if (state === 'active') return [awaySince ? 'The encoder is away' : 'The stream is starting', 'It starts by itself.'];
  return hasEnded ? ['The stream has ended', 'When it is sent again, it starts here by itself.'] : ['Waiting for the stream', 'It starts by itself.'];
}

/** Without a figure that counts: it is read out whenever it changes. */
function awayWords(since, until) {
  const time = at => new Date(at).toLocaleTimeString();
  const end = until ? ` If no encoder comes back, the stream ends at ${time(until)}.` : '';
  return `Nothing has come in since ${time(since)}.${end}`;
}

class LivePage {
  constructor(root) {
    this.root = root;
    this.player = root.player;
    this.seconds = new Map();
    const charts = document.querySelector('[data-charts]');
    this.charts = charts ? CHARTS.map(kind => ({...kind, chart: new Chart(charts, {...kind, span: SPAN_MS})})) : [];
    for (const {chart, isOfPictures} of this.charts) chart.figure.classList.toggle('of-pictures', Boolean(isOfPictures));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.look(); });
    this.look();
  }

  /** One question at a time, the next a second after the answer. */
  async look() {
    clearTimeout(this.timer);
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const query = this.seconds.size ? '?seconds=8' : '';
      const answer = await fetch(this.root.dataset.report + query, {cache: 'no-cache', signal: AbortSignal.timeout(5000)});
      if (answer.ok) this.show(await answer.json());
      else this.showNothing(answer.status === 404 ? 'This stream is no more' : `The server refuses (${answer.status})`);
    } catch {
      // One that was cut off by a sleeping tab says nothing yet.
      if (this.hasMissed) this.showNothing('The server does not answer');
      this.hasMissed = true;
    } finally {
      this.isLooking = false;
      this.timer = setTimeout(() => this.look(), document.hidden ? HIDDEN_MS : EVERY_MS);
    }
  }

  show(report) {
    this.hasMissed = false;
    if (report.recording) this.showRecording(report.recording);
    this.play(report);
    this.root.classList.toggle('has-no-sound', !report.tracks.some(({label}) => label.startsWith('Sound')));
    this.showState(report);
    this.showHealth(report);
    this.showCharts(report);
    this.showTracks(report);
  }

  /** Nothing is known any more of what was shown before. */
  showNothing(words) {
    this.player.showSignal('away', `${words}. The page goes on asking.`);
    this.offAir(words, 'The page goes on asking.');
    this.showChip('No answer', 'lost');
    for (const name of ['latency', 'viewers', 'uptime']) figure(name, '–');
    this.showReasons('bad', [{fault: `${words}. The page goes on asking.`, cure: ''}]);
  }

  /** Starts when there is something to play, and again when another stream has taken the place of one that ended. */
  play(report) {
    const {player} = this;
    const isAway = Boolean(report.awaySince);
    player.showSignal(report.hasEnded ? 'over' : isAway ? 'away' : 'live',
      isAway ? 'The encoder is away. The stream goes on by itself when it is back.' : '');
    if (!report.isPlayable || this.isOver(report)) {
      if (player.engine) player.stop();
      this.offAir(...offAirWords(report));
      this.playing = null;
      return;
    }
    const isOther = !report.hasEnded && this.playing !== report.since;
    const tracks = JSON.stringify(report.tracks);
    const mayHelp = !player.hasFailedForGood || this.triedTracks !== tracks;
    const hasFailed = player.hasFailed && mayHelp && !report.hasEnded && performance.now() - (this.startedAt ?? 0) > RETRY_MS;
    this.root.querySelector('.off-air').hidden = true;
    if (!isOther && !hasFailed && !this.isStuck(report)) return;
    this.playing = report.since;
    this.triedTracks = tracks;
    this.startedAt = performance.now();
    this.movedAt = this.startedAt;
    player.addresses.holdBack = report.targetLatencySeconds;
    player.start();
  }

  /** What there was has been watched to its end, or was over before the page was opened. */
  isOver({hasEnded}) {
    const {video, hasFailed} = this.player;
    if (!hasEnded) return false;
    const isAtEnd = video.ended || hasFailed || !video.paused && performance.now() - this.movedAt > STUCK_MS;
    if (video.currentTime !== this.lastTime) this.movedAt = performance.now();
    this.lastTime = video.currentTime;
    return !this.playing || isAtEnd;
  }

  /** The picture stands though the stream has come in all the while: what no player gets over by itself. */
  isStuck({seconds, hasEnded}) {
    const {video} = this.player;
    const now = performance.now();
    const isMoving = video.paused || hasEnded || video.currentTime !== this.lastTime;
    const comesIn = seconds.length > 4 && seconds.every(second => second.videoBitsPerSecond + second.audioBitsPerSecond > 0);
    if (isMoving || !comesIn) this.movedAt = now;
    this.lastTime = video.currentTime;
    return now - this.movedAt > STUCK_MS;
  }

  offAir(words, detail) {
    const panel = this.root.querySelector('.off-air');
    if (this.player.engine && !this.player.hasFailed) return;
    panel.hidden = false;
    panel.querySelector('.off-air-words').textContent = words;
    panel.querySelector('.off-air-detail').textContent = detail;
  }

  /** It stays there when the stream has been forgotten, and when it comes again. */
  showRecording(address) {
    const isEmbedded = document.documentElement.classList.contains('embed');
    for (const link of document.querySelectorAll('[data-recording]')) {
      link.href = isEmbedded ? address.replace('/watch/', '/embed/') : address;
      link.hidden = false;
    }
  }

  showChip(words, style) {
    for (const chip of document.querySelectorAll('[data-figure=state]')) {
      chip.textContent = words;
      chip.className = `state state-${style}`;
    }
  }

  showState(report) {
    const {state, viewers, since, awaySince} = report;
    this.showChip(...stateWords(report));
    const isOn = state === 'active' && !awaySince;
    const latency = isOn ? this.player.engine?.latency : NaN;
    figure('latency', latency > 0 ? `${latency.toFixed(1)} s` : '–');
    figure('viewers', isOn ? String(viewers) : '–');
    figure('uptime', isOn && since ? uptime(since) : '–');
  }

  showHealth({health, reasons, state, awaySince, awayUntil, hasEnded}) {
    const isOn = state === 'active';
    const away = awaySince ? [{fault: awayWords(awaySince, awayUntil), cure: ''}] : [];
    const calm = isOn ? 'The stream comes in as it should.' : hasEnded ? 'The stream has ended.' : 'Nothing comes in.';
    const all = [...away, ...reasons];
    this.showReasons(isOn || reasons.length ? health : 'none', all.length ? all : [{fault: calm, cure: ''}]);
  }

  showReasons(health, lines) {
    const box = document.querySelector('[data-health]');
    const key = JSON.stringify([health, lines]);
    if (!box || key === this.healthShown) return;
    this.healthShown = key;
    box.className = `health health-${health}`;
    box.querySelector('[data-health-word]').textContent = health === 'none' ? '' : health;
    box.querySelector('[data-reasons]').replaceChildren(...lines.map(({fault, cure}) => {
      const item = document.createElement('li');
      item.append(fault.charAt(0).toUpperCase() + fault.slice(1));
      if (cure) {
        const how = document.createElement('span');
        how.className = 'cure';
        how.textContent = cure;
        item.append(how);
      }
      return item;
    }));
  }

  showCharts(report) {
    for (const second of report.seconds) this.seconds.set(Date.parse(second.at), second);
    const newest = Math.max(...this.seconds.keys(), 0);
    for (const at of this.seconds.keys()) if (at < newest - SPAN_MS) this.seconds.delete(at);
    const all = [...this.seconds].sort(([a], [b]) => a - b);
    const hasPicture = report.tracks.length === 0 || report.tracks.some(({label}) => label.startsWith('Video'));
    document.querySelector('[data-charts]')?.classList.toggle('of-sound', !hasPicture);
    document.querySelector('[data-charts]')?.classList.toggle('is-empty', all.every(([, second]) => second.videoBitsPerSecond + second.audioBitsPerSecond === 0));
    for (const {chart, of} of this.charts) chart.show(all.map(([at, second]) => ({at, value: of(second)})), newest);
  }

  showTracks({tracks}) {
    const list = document.querySelector('[data-tracks]');
    const key = JSON.stringify(tracks);
    if (!list || key === this.tracksShown) return;
    this.tracksShown = key;
    list.replaceChildren(...tracks.map(({label, words}) => {
      const [row, term, text] = ['div', 'dt', 'dd'].map(name => document.createElement(name));
      term.textContent = label;
      text.textContent = words;
      row.append(term, text);
      return row;
    }));
  }
}

for (const root of document.querySelectorAll('[data-player][data-report]')) {
  root.livePage = new LivePage(root);
}
