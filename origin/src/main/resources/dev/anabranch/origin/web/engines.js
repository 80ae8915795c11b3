// One face for the three ways to play: hls.js, dash.js and the browser itself. An engine has
//   levels, audios, subtitles   lists of {id, label};   choose(kind, id)   with '' for automatic or off
//   chosen(kind)                what was chosen; stats() a list of [name, value]; destroy()
// and ready, a promise: what is played before that is not told to it; may be absent;
// and for live streams edge, where in the video it should be by now, goLive(), and follow(isFollowing): whether to stay there;
// and calls on.tracks() when lists change and on.failed(words, detail, isForGood) when it can go on no more;
// the detail is what the server says of it, or ''; what fails for good fails again however often it is tried.

const NO_DECODER = 'This browser has no decoder for this video.';

/** A decoder that fails again so soon was not helped by the recovery. */
const RECOVERY_MS = 10_000;

const ASK_MS = 5_000;

const kbps = bits => bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bits / 1e3)} kbit/s`;

/** A live stream may stand still for as long as its encoder is away; the page says when it has ended. */
const PATIENT = {maxNumRetry: 1000, retryDelayMs: 500, maxRetryDelayMs: 3000};

const CATCH_UP_RATE = 1.1;

/** What a rendition is called by: its shorter side, however the film stands. */
const lines = ({width, height} = {}) => width ? Math.min(width, height) : height;

const levelLabel = (lines, bits, rate, codec) =>
  [lines ? `${lines}p` : 'Audio', rate > 32 ? Math.round(rate) : '', codec, bits ? `· ${kbps(bits)}` : '']
    .filter(Boolean).join(' ');

const CODEC_NAMES = {
  avc1: 'H.264', avc3: 'H.264', hvc1: 'HEVC', hev1: 'HEVC', av01: 'AV1', vp09: 'VP9', mp4a: 'AAC', opus: 'Opus',
};

const codecName = codec => CODEC_NAMES[codec?.split('.')[0].toLowerCase()] ?? codec;

/** The name of a codec where there are several to tell apart, else nothing. */
const telling = codecs => new Set(codecs.map(codecName).filter(Boolean)).size > 1 ? codecName : () => '';

const languageNames = new Intl.DisplayNames([navigator.language || 'en'], {type: 'language', fallback: 'code'});

function trackLabel(name, language, index) {
  if (name) return name;
  try {
    return language && language !== 'und' ? languageNames.of(language) : `Track ${index + 1}`;
  } catch {
    return language;
  }
}

export async function open(kind, addresses, video, on) {
  const engines = {hls: openHls, dash: openDash, native: openNative};
  return engines[kind](addresses, video, on);
}

/** The engine to use: what was asked for if it can be had, else hls.js, else the browser, else dash.js. */
export function pick(wanted, available, addresses, video) {
  const hasMse = 'MediaSource' in window || 'ManagedMediaSource' in window;
  const can = {
    hls: available.includes('hls') && hasMse && addresses.hls,
    native: addresses.hls && video.canPlayType('application/vnd.apple.mpegurl'),
    dash: available.includes('dash') && hasMse && addresses.dash,
  };
  return [wanted, 'hls', 'native', 'dash'].find(kind => can[kind]) ?? null;
}

/** For live streams: near the edge, and back to it by playing a little faster. */
function liveHls(Hls) {
  const policy = structuredClone(Hls.DefaultConfig.playlistLoadPolicy);
  policy.default.timeoutRetry = PATIENT;
  policy.default.errorRetry = PATIENT;
  return {
    lowLatencyMode: true,
    liveDurationInfinity: true,
    maxLiveSyncPlaybackRate: CATCH_UP_RATE,
    // hls.js 1.7.4 forgets parts that are being appended while it flushes, and then waits for them for ever: each
    // segment a flush. The browser takes from the back what it has no room for.
    backBufferLength: Infinity,
    playlistLoadPolicy: policy,
    abrController: watchingParts(Hls),
    // Seconds of loading, not of playing: a part comes in some milliseconds, and 3 and 9 of them would be minutes.
    abrEwmaFastLive: 1,
    abrEwmaSlowLive: 3,
  };
}

/**
 * hls.js 1.7.4 tells its choice of level of the first part only when it loads several of a segment one after another, and
 * measures only the last: on a network that has become narrow it stays for a whole segment with what it knew before.
 */
const watchingParts = Hls => class extends Hls.DefaultConfig.abrController {
  onFragLoaded(event, data) {
    super.onFragLoaded(event, data);
    const {frag, part} = data;
    if (!part || this.ignoreFragment(frag)) return;
    const parts = this.hls.levels[frag.level]?.details?.partList ?? [];
    const next = parts.find(one => one.fragment.sn === frag.sn && one.index === part.index + 1);
    if (!next) return;
    const {loading, loaded} = part.stats;
    this.bwEstimator.sample(loading.end - loading.start, loaded);
    this.onFragLoading(event, {frag, part: next});
  }
};

/**
 * hls.js 1.7.4 takes a segment for buffered when all but 0.2 s of it is. If the playlist has its last part before the
 * part before that is loaded, the last one is then never asked for, and the player waits until somebody seeks.
 */
function followPartsToTheEnd(hls) {
  hls.streamController.fragmentTracker.bufferPadding = 0.01;
}

/**
 * hls.js 1.7.4 takes a sound for chosen when the playhead is within it, and only then says that nothing follows. Chromium
 * waits for just that before it shows a film of some frames.
 */
function endWithTheSound(Hls, hls, video) {
  hls.on(Hls.Events.FRAG_BUFFERED, (event, {frag}) => {
    const sounds = hls.audioStreamController;
    const chosen = sounds?.switchingTrack;
    const isAtEnd = frag.type === 'audio' && frag.endList && video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA;
    if (isAtEnd && chosen) sounds.completeAudioSwitch(chosen);
  });
}

/** MP3 that this browser decodes, but not from MP4: from a transport stream hls.js takes it out. */
function isMuteInMp4({attrs}) {
  const {MediaSource = window.ManagedMediaSource} = window;
  return attrs?.CODECS?.includes('mp4a.40.34') && MediaSource.isTypeSupported('audio/mpeg')
    && !['mp3', 'mp4a.40.34'].some(codec => MediaSource.isTypeSupported(`audio/mp4; codecs="${codec}"`));
}

async function openHls({hls: address, isLive}, video, on) {
  const {default: Hls} = await import('./hls.mjs');
  const hls = new Hls({
    workerPath: new URL('./hls.worker.js', import.meta.url).href,
    capLevelToPlayerSize: true,
    backBufferLength: 90,
    ...isLive ? liveHls(Hls) : {},
  });
  if (isLive) followPartsToTheEnd(hls);
  else endWithTheSound(Hls, hls, video);
  let recovered = -Infinity, isTransport = false;
  hls.on(Hls.Events.ERROR, (event, error) => {
    if (!error.fatal) return;
    // hls.js counts it among the media errors, yet has given up before there was any media.
    if (error.details === 'manifestIncompatibleCodecsError') {
      on.failed(NO_DECODER, '', true);
      return;
    }
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && performance.now() - recovered > RECOVERY_MS) {
      recovered = performance.now();
      hls.recoverMediaError();
      return;
    }
    const url = error.response?.code >= 400 ? error.context?.url ?? error.frag?.url ?? error.response.url : '';
    failAt(url, hlsWords(Hls, error), on);
  });
  for (const name of ['MANIFEST_PARSED', 'LEVEL_SWITCHED', 'AUDIO_TRACKS_UPDATED', 'AUDIO_TRACK_SWITCHED',
    'SUBTITLE_TRACKS_UPDATED', 'SUBTITLE_TRACK_SWITCH']) {
    hls.on(Hls.Events[name], () => on.tracks());
  }
  hls.on(Hls.Events.MANIFEST_PARSED, (event, {levels}) => {
    if (isLive && !isTransport && levels.some(isMuteInMp4)) {
      isTransport = true;
      hls.loadSource(address.replace('index.m3u8', 'ts.m3u8'));
    }
  });
  hls.loadSource(address);
  hls.attachMedia(video);
  let isAuto = true;
  return {
    name: `hls.js ${Hls.version}`,
    raw: hls,
    // With sound in several codecs every picture is there once for each: those of the sound that plays are offered.
    get levels() {
      const sound = (hls.levels[hls.currentLevel] ?? hls.levels[hls.firstLevel] ?? hls.levels[0])?.audioCodec;
      const offered = hls.levels.map((level, id) => ({level, id})).filter(({level}) => level.audioCodec === sound);
      const codec = telling(offered.map(({level}) => level.videoCodec));
      return offered.map(({level, id}) => ({
        id, label: levelLabel(lines(level), level.bitrate, level.frameRate, codec(level.videoCodec)),
      }));
    },
    get audios() {
      return hls.audioTracks.map((track, id) => ({id, label: trackLabel(track.name, track.lang, id)}));
    },
    get subtitles() {
      return hls.subtitleTracks.map((track, id) => ({id, label: trackLabel(track.name, track.lang, id)}));
    },
    get playing() { return lines(hls.levels[hls.currentLevel]); },
    get latency() { return hls.latency; },
    get target() { return hls.targetLatency; },
    get edge() { return hls.liveSyncPosition ?? NaN; },
    async goLive() { video.currentTime = hls.liveSyncPosition ?? video.currentTime; },
    follow(isFollowing) { if (isLive) hls.config.maxLiveSyncPlaybackRate = isFollowing ? CATCH_UP_RATE : 1; },
    chosen: kind => ({
      quality: isAuto ? '' : hls.nextLevel, audio: hls.audioTrack,
      subtitles: hls.subtitleTrack < 0 ? '' : hls.subtitleTrack,
    })[kind],
    choose(kind, id) {
      if (kind === 'quality') {
        isAuto = id === '';
        hls.nextLevel = isAuto ? -1 : Number(id);
      } else if (kind === 'audio') {
        hls.audioTrack = Number(id);
      } else {
        hls.subtitleTrack = id === '' ? -1 : Number(id);
        hls.subtitleDisplay = id !== '';
      }
    },
    stats() {
      const level = hls.levels[hls.currentLevel];
      return [
        ['Level', level ? `${hls.currentLevel + 1} of ${hls.levels.length}, ${kbps(level.bitrate)}${isAuto ? ', automatic' : ''}` : '–'],
        ['Codecs', [level?.videoCodec, level?.audioCodec].filter(Boolean).join(', ') || '–'],
        ['Bandwidth', kbps(hls.bandwidthEstimate)],
        ['Latency', video.duration === Infinity && hls.latency > 0 ? `${hls.latency.toFixed(1)} s` : '–'],
      ];
    },
    destroy: () => hls.destroy(),
  };
}

function statusWords(status) {
  if (status === 404) return 'The video is not there (any more).';
  return status >= 500 ? `The server could not make this video (${status}).` : '';
}

/** Players keep the status of an answer but not its body, where the reason is: so it is asked for once more. */
async function failAt(url, words, on) {
  const answer = url ? await ask(url) : {status: 0, detail: ''};
  on.failed(statusWords(answer.status) || words, answer.detail);
}

/** The status at an address, 0 without one, and the detail of a problem document (RFC 9457). */
async function ask(url) {
  try {
    const answer = await fetch(url, {signal: AbortSignal.timeout(ASK_MS)});
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
    if (!isProblem) answer.body?.cancel();
    const detail = isProblem ? (await answer.json()).detail : '';
    return {status: answer.status, detail: typeof detail === 'string' ? detail : ''};
  } catch {
    return {status: 0, detail: ''};
  }
}

function hlsWords(Hls, error) {
  const words = statusWords(error.response?.code);
  if (words) return words;
  if (error.type === Hls.ErrorTypes.NETWORK_ERROR) return 'The network does not reach the server.';
  const isDamaged = error.details === 'fragParsingError';
  if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !isDamaged) return NO_DECODER;
  return `This video cannot be played here (${error.details}).`;
}

/** A short hold-back leaves no time for a segment to be asked for and begun: dash.js gets some more. */
const dashDelay = holdBack => holdBack < 3 ? holdBack + 0.8 : holdBack;

function liveDash(delay) {
  return {
    streaming: {
      delay: {liveDelay: delay},
      liveCatchup: {enabled: true, maxDrift: 1, playbackRate: {min: -0.1, max: 0.1}},
    },
  };
}

async function openDash({dash: address, isLive, holdBack}, video, on) {
  const dashjs = await import('./dash.mjs');
  const player = dashjs.MediaPlayer().create();
  const delay = dashDelay(holdBack);
  if (isLive && holdBack > 0) player.updateSettings(liveDash(delay));
  // It counts on being there first: a video that plays already has its manifest read once and never again.
  const ready = new Promise(done => player.on('streamInitialized', done));
  player.initialize(video, address, false);
  for (const name of ['streamInitialized', 'qualityChangeRendered', 'currentTrackChanged', 'allTextTracksAdded']) {
    player.on(name, () => on.tracks());
  }
  // What it cannot decode it leaves away without an error, and plays the sound alone.
  let hasDecoder = true;
  player.on('adaptationSetRemovedNoCapabilities', ({adaptationSet, remainingAdaptationSets}) => {
    const isVideo = [adaptationSet.contentType, adaptationSet.mimeType].some(type => type?.startsWith('video'));
    if (!isVideo || remainingAdaptationSets.length > 0) return;
    hasDecoder = false;
    on.failed(NO_DECODER, '', true);
  });
  player.on('error', ({error}) => {
    const words = `This video cannot be played here (${error?.message || error}).`;
    if (hasDecoder) failAt(error?.data?.request?.url ?? address, words, on);
    else on.failed(NO_DECODER, '', true);
  });
  let quality = '', text = '';
  const representations = () => player.getRepresentationsByType('video') ?? [];
  const label = (track, id) => trackLabel(track.labels?.[0]?.text, track.lang, id);
  const trackCodec = track => /codecs="([^"]+)"/.exec(track.codec ?? '')?.[1];
  return {
    name: `dash.js ${player.getVersion()}`,
    raw: player,
    ready,
    get levels() {
      return representations().map((r, id) => ({id, label: levelLabel(lines(r), r.bandwidth, r.frameRate)}));
    },
    get audios() {
      const tracks = player.getTracksFor('audio');
      const codec = telling(tracks.map(trackCodec));
      return tracks.map((track, id) => ({id, label: [label(track, id), codec(trackCodec(track))].filter(Boolean).join(' · ')}));
    },
    get subtitles() { return player.getTracksFor('text').map((track, id) => ({id, label: label(track, id)})); },
    get playing() { return lines(player.getCurrentRepresentationForType('video') ?? undefined); },
    get latency() { return player.getCurrentLiveLatency(); },
    get target() { return player.getTargetLiveDelay(); },
    get edge() { return video.currentTime + player.getCurrentLiveLatency() - delay; },
    async goLive() { player.seekToOriginalLive(); },
    follow(isFollowing) {
      if (isLive) player.updateSettings({streaming: {liveCatchup: {enabled: isFollowing}}});
    },
    chosen: kind => ({
      quality, subtitles: text,
      audio: Math.max(0, player.getTracksFor('audio').indexOf(player.getCurrentTrackFor('audio'))),
    })[kind],
    choose(kind, id) {
      if (kind === 'quality') {
        quality = id === '' ? '' : Number(id);
        player.updateSettings({streaming: {abr: {autoSwitchBitrate: {video: id === ''}}}});
        if (id !== '') player.setRepresentationForTypeByIndex('video', Number(id), true);
      } else if (kind === 'audio') {
        player.setCurrentTrack(player.getTracksFor('audio')[Number(id)]);
      } else {
        text = id === '' ? '' : Number(id);
        player.enableText(id !== '');
        player.setTextTrack(id === '' ? -1 : Number(id));
      }
    },
    stats() {
      const now = player.getCurrentRepresentationForType('video');
      const audio = player.getCurrentRepresentationForType('audio');
      const latency = player.getCurrentLiveLatency();
      return [
        ['Level', now ? `${kbps(now.bandwidth)}${quality === '' ? ', automatic' : ''}` : '–'],
        ['Codecs', [now?.codecs, audio?.codecs].filter(Boolean).join(', ') || '–'],
        ['Bandwidth', kbps(player.getAverageThroughput('video') * 1000 || 0)],
        ['Latency', video.duration === Infinity && latency > 0 ? `${latency.toFixed(1)} s` : '–'],
      ];
    },
    destroy: () => player.destroy(),
  };
}

async function openNative({hls: address, holdBack = 0}, video, on) {
  const failed = () => failAt(address, 'This browser cannot play this video.', on);
  video.addEventListener('error', failed);
  video.addEventListener('loadedmetadata', on.tracks);
  video.src = address;
  const texts = () => [...video.textTracks].filter(t => t.kind === 'subtitles' || t.kind === 'captions');
  const audios = () => [...(video.audioTracks ?? [])];
  return {
    name: 'browser',
    levels: [],
    get audios() { return audios().map((t, id) => ({id, label: trackLabel(t.label, t.language, id)})); },
    get subtitles() { return texts().map((t, id) => ({id, label: trackLabel(t.label, t.language, id)})); },
    get playing() { return video.videoHeight; },
    get latency() {
      const start = video.getStartDate?.().getTime();
      return start > 0 ? (Date.now() - start) / 1000 - video.currentTime : NaN;
    },
    get target() { return undefined; },
    get edge() {
      const {seekable} = video;
      return seekable.length ? Math.max(seekable.start(0), seekable.end(seekable.length - 1) - holdBack) : NaN;
    },
    async goLive() { if (this.edge >= 0) video.currentTime = this.edge; },
    chosen: kind => kind === 'audio' ? audios().findIndex(t => t.enabled)
      : kind === 'subtitles' ? (i => i < 0 ? '' : i)(texts().findIndex(t => t.mode === 'showing')) : '',
    choose(kind, id) {
      if (kind === 'audio') audios().forEach((t, i) => { t.enabled = i === Number(id); });
      if (kind === 'subtitles') texts().forEach((t, i) => { t.mode = id !== '' && i === Number(id) ? 'showing' : 'disabled'; });
    },
    stats: () => [],
    destroy() {
      video.removeEventListener('error', failed);
      video.removeEventListener('loadedmetadata', on.tracks);
      video.removeAttribute('src');
      video.load();
    },
  };
}
