// The player: wires one [data-player] element's controls to its video and its engine. No framework, no outside request.
import {open, pick} from './engines.js';
import {bindKeys} from './keys.js';
import {AT_EDGE_SECONDS, Edge} from './edge.js';

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const IDLE_MS = 2500;

/** Seconds: a film of half a minute may say 29.999999. */
const ROUNDING = 0.01;

const clock = seconds => {
  if (!Number.isFinite(seconds)) return 'LIVE';
  const whole = Math.floor(seconds + ROUNDING);
  const s = whole % 60, m = Math.floor(whole / 60) % 60, h = Math.floor(whole / 3600);
  const pad = n => String(n).padStart(2, '0');
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
};

class Player {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector('video');
    // dash.js wants whole addresses.
    const whole = path => path && new URL(path, location.href).href;
    this.isLive = Boolean(root.dataset.report);
    this.addresses = {hls: whole(root.dataset.hls), dash: whole(root.dataset.dash), isLive: this.isLive};
    this.$ = selector => root.querySelector(selector);
    this.bindVideo();
    this.bindControls();
    bindKeys(this);
    /** What the stream itself does: live, away or over. */
    this.signal = 'live';
    this.edge = new Edge(this);
    // A live page starts it when the stream is on air.
    if (!this.isLive) this.start();
  }

  async start() {
    this.$('.failure').hidden = true;
    this.hasFailed = this.hasPlayed = false;
    this.engine?.destroy();
    this.engine = null;
    const query = new URLSearchParams(location.search);
    const kind = pick(query.get('engine'), this.root.dataset.engines.split(' '), this.addresses, this.video);
    if (!kind) {
      this.fail('This browser cannot play streams, and the server was built without a player for it.');
      return;
    }
    this.root.dataset.engine = kind;
    // A failure may be told after the next attempt has begun.
    const attempt = this.attempt = {};
    const failed = (...told) => { if (this.attempt === attempt) this.fail(...told); };
    const on = {tracks: () => this.showChoices(), failed};
    try {
      this.engine = await open(kind, this.addresses, this.video, on);
      this.showChoices();
      this.edge.follow(true);
      await this.engine.ready;
      if (this.attempt !== attempt || this.hasFailed) return;
      // Sound that the viewer has switched on stays on.
      if (this.isLive && this.hasSound) this.video.play().catch(() => this.playMuted());
      else if (this.isLive || query.has('autoplay')) this.playMuted();
    } catch (error) {
      this.fail(`The player could not be loaded (${error.message}).`);
    }
  }

  async play() {
    await this.engine?.ready;
    return this.video.play().catch(() => this.showState());
  }

  /** Browsers let a page begin by itself only without sound. */
  playMuted() {
    this.video.muted = true;
    this.isMutedHere = true;
    this.root.classList.remove('blocked');
    this.video.play().catch(() => {
      this.root.classList.toggle('blocked', this.video.paused);
      this.showState();
    });
  }

  seekTo(seconds) {
    this.video.currentTime = seconds;
    if (this.isLive) this.edge.follow(this.video.playbackRate >= 1 && !this.edge.isFar(seconds));
  }

  /** There is nothing to play any more. */
  stop() {
    this.attempt = null;
    this.engine?.destroy();
    this.engine = null;
    this.hasFailed = false;
    this.$('.failure').hidden = true;
    this.root.classList.remove('waiting');
  }

  fail(words, detail = '', isForGood = false) {
    this.hasFailed = true;
    this.hasFailedForGood = isForGood;
    this.video.pause();
    this.root.classList.remove('waiting');
    this.$('.failure-words').textContent = words;
    this.$('.failure-detail').textContent = detail;
    this.$('.failure').hidden = false;
  }

  bindVideo() {
    const {video, root} = this;
    const on = (names, action) => names.split(' ').forEach(name => video.addEventListener(name, action));
    on('play pause ended', () => this.showState());
    on('play', () => this.edge.returnToIt());
    on('playing', () => { this.hasPlayed = this.isLive; });
    on('loadedmetadata resize', () => root.classList.toggle('has-no-picture', video.videoWidth === 0));
    on('timeupdate durationchange progress seeked', () => this.showTime());
    on('volumechange', () => this.showVolume());
    on('waiting seeking', () => root.classList.toggle('waiting', this.$('.failure').hidden));
    on('playing canplay seeked error', () => root.classList.remove('waiting'));
    on('ratechange', () => this.showChoices());
    on('click', () => this.act('play'));
    on('dblclick', () => this.act('fullscreen'));
    this.$('[data-act=pip]').hidden = !document.pictureInPictureEnabled;
    document.addEventListener('fullscreenchange', () => this.showState());
    this.showState();
    this.showVolume();
  }

  bindControls() {
    const {root} = this;
    for (const button of root.querySelectorAll('[data-act]')) {
      button.addEventListener('click', () => this.act(button.dataset.act));
    }
    for (const select of root.querySelectorAll('[data-choice]')) {
      select.addEventListener('change', () => this.choose(select.dataset.choice, select.value));
    }
    this.$('.volume').addEventListener('input', event => {
      this.video.muted = false;
      this.video.volume = Number(event.target.value);
    });
    const seek = this.$('.seek-input');
    seek.addEventListener('input', () => this.seekTo(Number(seek.value)));
    seek.addEventListener('pointermove', event => this.showTip(event));
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      root.addEventListener(name, () => this.wake());
    }
    root.addEventListener('pointerleave', () => root.classList.toggle('idle', !this.video.paused));
    document.addEventListener('pointerdown', event => {
      if (!event.target.closest?.('.settings, [data-act=settings]')) this.openSettings(false);
    });
  }

  act(name) {
    const {video, root} = this;
    // The sound alone may be there: nothing plays behind the message.
    if (name === 'play' && !this.$('.failure').hidden) return;
    const actions = {
      play: () => (video.paused ? this.play() : video.pause()),
      mute: () => {
        video.muted = !video.muted;
        this.hasMuted = video.muted;
        this.hasSound = !video.muted;
      },
      captions: () => this.toggleCaptions(),
      settings: () => this.openSettings(this.$('.settings').hidden),
      pip: () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()),
      fullscreen: () => this.toggleFullscreen(),
      stats: () => this.toggleStats(),
      retry: () => this.start(),
      live: () => {
        this.setSpeed(1);
        this.edge.follow(true);
        return this.engine?.goLive().then(() => video.play());
      },
    };
    Promise.resolve(actions[name]()).catch(error => this.toast(error.message));
    root.classList.remove('idle');
  }

  toggleFullscreen() {
    if (document.fullscreenElement) return document.exitFullscreen();
    // On an iPhone only the video itself can be full screen.
    return this.root.requestFullscreen ? this.root.requestFullscreen() : this.video.webkitEnterFullscreen();
  }

  toggleCaptions() {
    const first = this.engine?.subtitles[0];
    if (!first) return;
    const isOn = this.engine.chosen('subtitles') !== '';
    this.choose('subtitles', isOn ? '' : this.lastSubtitles ?? first.id);
    this.toast(isOn ? 'Subtitles off' : 'Subtitles on');
  }

  choose(kind, id) {
    if (kind === 'speed') {
      this.setSpeed(Number(id));
      return;
    }
    if (kind === 'subtitles' && id !== '') this.lastSubtitles = id;
    this.engine?.choose(kind, id);
    this.showChoices();
  }

  changeRate(step) {
    const at = RATES.indexOf(this.speed);
    this.setSpeed(RATES[Math.min(RATES.length - 1, Math.max(0, at + step))]);
    this.toast(`${this.speed}×`);
  }

  /** A player that stays at the live edge sets the speed itself, so another one ends that. */
  setSpeed(rate) {
    if (this.isLive) this.edge.follow(rate === 1 && !this.edge.isFar());
    this.video.playbackRate = rate;
    this.showChoices();
  }

  /** As it was chosen: catching up with the live edge is not. */
  get speed() {
    return RATES.reduce((best, rate) => Math.abs(rate - this.video.playbackRate) < Math.abs(best - this.video.playbackRate) ? rate : best);
  }

  /** From where to where one can seek: all of a film, the window of a live stream. */
  span() {
    const {duration, seekable} = this.video;
    if (Number.isFinite(duration) && duration > 0 && !this.isLive) return [0, duration];
    return seekable.length ? [seekable.start(0), seekable.end(seekable.length - 1)] : [0, 0];
  }

  seekBy(seconds) {
    const [start, end] = this.span();
    this.seekTo(Math.min(end || Infinity, Math.max(start, this.video.currentTime + seconds)));
    this.wake();
  }

  openSettings(isOpen) {
    this.$('.settings').hidden = !isOpen;
    this.$('[data-act=settings]').setAttribute('aria-expanded', String(isOpen));
    if (isOpen) this.$('.settings select:not(:disabled)')?.focus();
  }

  wake() {
    this.root.classList.remove('idle');
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      const isBusy = this.video.paused || !this.$('.settings').hidden;
      if (!isBusy) this.root.classList.add('idle');
    }, IDLE_MS);
  }

  showState() {
    const {video, root} = this;
    root.classList.toggle('started', root.classList.contains('started') || !video.paused);
    const set = (name, isOn, label) => root.querySelectorAll(`[data-toggle=${name}]`).forEach(button => {
      button.classList.toggle('is-on', isOn);
      button.setAttribute('aria-label', label);
    });
    set('play', !video.paused, video.paused ? 'Play' : 'Pause');
    set('fullscreen', Boolean(document.fullscreenElement), document.fullscreenElement ? 'Leave full screen' : 'Full screen');
    this.wake();
  }

  showTime() {
    const {video} = this;
    const seek = this.$('.seek-input');
    const [start, end] = this.span();
    const isKnown = end > start;
    const part = seconds => `scaleX(${isKnown ? Math.min(1, Math.max(0, (seconds - start) / (end - start))) : 0})`;
    seek.disabled = !isKnown;
    if (isKnown) {
      seek.min = String(start);
      seek.max = String(end);
      seek.value = String(video.currentTime);
      seek.setAttribute('aria-valuetext', this.isLive ? `${clock(end - video.currentTime)} behind the newest`
        : `${clock(video.currentTime)} of ${clock(video.duration)}`);
    }
    this.$('.seek-played').style.transform = part(video.currentTime);
    this.$('.seek-loaded').style.transform = part(this.loadedUntil());
    this.$('.time-now').textContent = clock(video.currentTime);
    this.$('.time-all').textContent = clock(Number.isNaN(video.duration) ? 0 : video.duration);
    if (this.isLive) this.showLatency();
  }

  showLatency() {
    const {engine} = this;
    const latency = this.signal === 'live' ? engine?.latency : NaN;
    this.$('.time-now').textContent = latency > 0 ? `−${latency.toFixed(1)} s` : '';
    this.root.classList.toggle('at-edge', latency > 0 && !this.edge.isBehind && latency < (engine.target ?? 3) + AT_EDGE_SECONDS);
  }

  /** Live: what the stream does, and what to say of it on the picture. */
  showSignal(signal, words) {
    this.signal = signal;
    this.root.dataset.signal = signal;
    const notice = this.$('.notice');
    notice.hidden = !words || !this.engine;
    if (notice.textContent !== words) notice.textContent = words;
    this.showLatency();
  }

  loadedUntil() {
    const {buffered, currentTime} = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.5 && currentTime <= buffered.end(i)) return buffered.end(i);
    }
    return 0;
  }

  showTip(event) {
    const box = event.target.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const tip = this.$('.seek-tip');
    const [start, end] = this.span();
    tip.textContent = this.isLive ? `−${clock((1 - part) * (end - start))}` : clock(part * end);
    tip.style.left = `${part * 100}%`;
  }

  showVolume() {
    const {video} = this;
    const isMuted = video.muted || video.volume === 0;
    if (!isMuted && this.isMutedHere) this.hasSound = true;
    this.$('.volume').value = String(isMuted ? 0 : video.volume);
    const unmute = this.$('.unmute');
    if (unmute) unmute.hidden = !isMuted || this.hasMuted;
    const button = this.$('[data-toggle=mute]');
    button.classList.toggle('is-on', isMuted);
    button.setAttribute('aria-label', isMuted ? 'Unmute' : 'Mute');
  }

  showChoices() {
    const {engine} = this;
    if (!engine) return;
    const fill = (kind, options, chosen) => {
      const select = this.$(`[data-choice=${kind}]`);
      select.replaceChildren(...options.map(({id, label}) => new Option(label, String(id))));
      select.value = String(chosen);
      select.disabled = options.length < 2;
      select.parentElement.hidden = options.length < 2;
    };
    const lines = engine.playing;
    const auto = {id: '', label: lines ? `Automatic (${lines}p)` : 'Automatic'};
    const levels = engine.levels.toReversed();
    fill('quality', levels.length > 1 ? [auto, ...levels] : levels, engine.chosen('quality'));
    fill('audio', engine.audios, engine.chosen('audio'));
    const subtitles = engine.subtitles;
    fill('subtitles', subtitles.length ? [{id: '', label: 'Off'}, ...subtitles] : [], engine.chosen('subtitles'));
    fill('speed', RATES.map(rate => ({id: rate, label: rate === 1 ? 'Normal' : `${rate}×`})), this.speed);
    const captions = this.$('[data-act=captions]');
    captions.hidden = subtitles.length === 0;
    captions.classList.toggle('is-on', engine.chosen('subtitles') !== '');
  }

  toggleStats() {
    const panel = this.$('.stats');
    panel.hidden = !panel.hidden;
    clearInterval(this.statsTimer);
    if (panel.hidden) return;
    this.showStats();
    this.statsTimer = setInterval(() => this.showStats(), 500);
  }

  showStats() {
    const {video, engine} = this;
    const frames = video.getVideoPlaybackQuality?.();
    const ahead = Math.max(0, this.loadedUntil() - video.currentTime);
    const rows = [
      ['Engine', engine?.name ?? '–'],
      ['Picture', video.videoWidth ? `${video.videoWidth} × ${video.videoHeight}` : '–'],
      ...(engine?.stats() ?? []),
      ['Buffer', `${ahead.toFixed(1)} s`],
      ['Frames', frames ? `${frames.totalVideoFrames} decoded, ${frames.droppedVideoFrames} dropped` : '–'],
    ];
    this.$('.stats dl').replaceChildren(...rows.flatMap(([name, value]) => {
      const term = document.createElement('dt'), text = document.createElement('dd');
      term.textContent = name;
      text.textContent = value;
      return [term, text];
    }));
  }

  toast(words) {
    const toast = this.$('.toast');
    toast.textContent = words;
    toast.classList.add('shown');
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => toast.classList.remove('shown'), 900);
  }
}

for (const root of document.querySelectorAll('[data-player]')) {
  root.player = new Player(root);
}
