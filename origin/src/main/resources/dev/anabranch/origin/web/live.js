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
  {title: 'Frame rate', of: s => s.framesPerSecond, format: v => `${v.toFixed(v < 100 && v % 1 ? 1 : 0)} fps`, least: 10},
  {title: 'Keyframe distance', of: s => s.keyframeSeconds, format: v => `${v.toFixed(1)} s`, least: 2},
  {title: 'Segment delay', of: s => s.segmentDelaySeconds, format: seconds, least: 0.01},
  {title: 'Watching', of: s => s.viewers, format: v => String(Math.round(v)), least: 5},
];

function uptime(since) {
  const all = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
  const pad = n => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

class LivePage {
  constructor(root) {
    this.root = root;
    this.player = root.player;
    this.seconds = new Map();
    this.isFirst = true;
    const charts = document.querySelector('[data-charts]');
    this.charts = charts ? CHARTS.map(kind => ({...kind, chart: new Chart(charts, {...kind, span: SPAN_MS})})) : [];
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
      else this.offAir(answer.status === 404 ? 'This stream is no more' : 'The server does not answer', '');
    } catch {
      this.offAir('The server does not answer', 'The page goes on asking.');
    } finally {
      this.isLooking = false;
      this.timer = setTimeout(() => this.look(), document.hidden ? HIDDEN_MS : EVERY_MS);
    }
  }

  show(report) {
    this.play(report);
    this.showState(report);
    this.showHealth(report);
    this.showCharts(report);
    this.showTracks(report);
  }

  /** Starts when there is something to play, and again when another stream has taken the place of one that ended. */
  play(report) {
    const {player} = this;
    if (!report.isPlayable) {
      if (player.engine) player.stop();
      this.offAir(report.state === 'disabled' ? 'This stream is off' : report.state === 'active' ? 'The stream is starting'
        : 'Waiting for the stream', report.state === 'disabled' ? '' : 'It starts by itself.');
      this.playing = null;
      return;
    }
    const turn = report.hasEnded ? this.playing ?? 'ended' : report.since;
    const isOther = this.playing !== turn && !(this.playing && report.hasEnded);
    const tracks = JSON.stringify(report.tracks);
    const mayHelp = !player.hasFailedForGood || this.triedTracks !== tracks;
    const hasFailed = player.hasFailed && mayHelp && !report.hasEnded && performance.now() - (this.startedAt ?? 0) > RETRY_MS;
    this.root.querySelector('.off-air').hidden = true;
    if (!isOther && !hasFailed && !this.isStuck(report)) return;
    const wasFirst = this.isFirst;
    this.isFirst = false;
    this.playing = turn;
    this.triedTracks = tracks;
    this.startedAt = performance.now();
    this.movedAt = this.startedAt;
    // A page that was opened on a stream on air waits for a click, as all our pages do.
    player.addresses.holdBack = report.targetLatencySeconds;
    player.start({goesOn: !wasFirst || this.hasWaited});
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
    this.hasWaited = true;
    panel.hidden = false;
    panel.querySelector('.off-air-words').textContent = words;
    panel.querySelector('.off-air-detail').textContent = detail;
  }

  showState({state, isPlayable, hasEnded, viewers, since}) {
    const words = state === 'active' ? (isPlayable ? 'On air' : 'Starting') : state === 'disabled' ? 'Off' : hasEnded ? 'Ended' : 'Waiting';
    for (const chip of document.querySelectorAll('[data-figure=state]')) {
      chip.textContent = words;
      chip.className = `state state-${state}${isPlayable ? ' playable' : ''}`;
    }
    const figure = (name, text) => document.querySelectorAll(`[data-figure=${name}]`).forEach(e => { e.textContent = text; });
    const latency = state === 'active' ? this.player.engine?.latency : null;
    figure('latency', latency > 0 ? `${latency.toFixed(1)} s` : '–');
    figure('viewers', String(viewers));
    figure('uptime', state === 'active' && since ? uptime(since) : '–');
  }

  showHealth({health, reasons, state}) {
    const box = document.querySelector('[data-health]');
    if (!box) return;
    const isOn = state === 'active';
    const key = JSON.stringify([health, reasons, isOn]);
    if (key === this.healthShown) return;
    this.healthShown = key;
    box.className = `health health-${isOn || reasons.length ? health : 'none'}`;
    const lines = reasons.length ? reasons : [{fault: isOn ? 'The stream comes in as it should.' : 'Nothing comes in.', cure: ''}];
    box.querySelector('[data-reasons]').replaceChildren(...lines.map(({fault, cure}) => {
      const item = document.createElement('li');
      item.append(fault);
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
