package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What ffprobe said about an input, made into a [Source]. Used once, by one thread.
final class ProbeReport {

    /// How many packets of all streams are looked at.
    static final int SAMPLE_PACKETS = 200;

    /// Pixels of a side of a picture; twice what any level of any codec allows.
    static final int MAX_SIDE = 1 << 15;

    private static final JsonMapper JSON = new JsonMapper();

    /// Pictures that are about the film, not the film.
    private static final Set<String> STILLS =
            Set.of("attached_pic", "timed_thumbnails", "still_image", "dependent");

    private static final Set<String> TEXT_SUBTITLES =
            Set.of("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text");

    private static final Set<String> FOR_DEAF = Set.of("hearing_impaired", "captions");

    /// Tags that are about the file, not about the film.
    private static final Set<String> TECHNICAL =
            Set.of(
                    "major_brand",
                    "minor_version",
                    "compatible_brands",
                    "encoder",
                    "creation_time",
                    "duration");

    private final SourceInput input;
    private final JsonNode root;
    private final String said;
    private final List<ProbedStream> streams = new ArrayList<>();
    private final Map<Integer, Integer> packets = new HashMap<>();
    private final Map<Integer, List<Long>> ptsByStream = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /// @param json what it printed
    /// @param said what it said on its error stream
    ProbeReport(SourceInput input, byte[] json, String said) throws MediaFormatException {
        this.input = input;
        this.said = said;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException broken) {
            throw MediaFormatException.malformed(
                    input.name(), "ffprobe's description cannot be read: " + broken.getMessage());
        }
        root.path("streams").forEach(stream -> streams.add(new ProbedStream(stream)));
        root.path("packets").forEach(this::packet);
    }

    private void packet(JsonNode packet) {
        int stream = packet.path("stream_index").asInt(0);
        packets.merge(stream, 1, Integer::sum);
        if (packet.path("pts").isIntegralNumber()) {
            ptsByStream
                    .computeIfAbsent(stream, _ -> new ArrayList<>())
                    .add(packet.path("pts").asLong());
        }
    }

    Source source() throws MediaFormatException {
        var video = video();
        var audio = audio();
        if (video.isEmpty() && audio.isEmpty()) {
            throw MediaFormatException.unsupported(input.name(), nothing());
        }
        if (packets.isEmpty()) {
            throw MediaFormatException.malformed(input.name(), "it has no frames at all");
        }
        var format = new ProbedStream(root.path("format"));
        return new Source(
                input,
                format.text("format_name"),
                duration(format),
                video,
                audio,
                subtitles(),
                chapters(),
                tags(),
                warnings);
    }

    private String nothing() {
        var kinds = streams.stream().map(s -> s.text("codec_type")).distinct().sorted().toList();
        var what = "neither video nor sound that can be used";
        if (!warnings.isEmpty()) {
            return what + ": " + String.join("; ", warnings);
        }
        return kinds.isEmpty() ? what : what + ", only " + String.join(", ", kinds);
    }

    private Optional<SourceVideo> video() {
        var usable =
                streamsOf("video").filter(s -> !s.isAny(STILLS)).filter(this::isVideo).toList();
        var defaults = usable.stream().filter(stream -> stream.is("default")).toList();
        var best =
                (defaults.isEmpty() ? usable : defaults)
                        .stream().max(Comparator.comparingLong(ProbeReport::pixels));
        if (usable.size() > 1) {
            warnings.add(
                    "of %d videos stream %d is taken, the %s"
                            .formatted(
                                    usable.size(),
                                    best.orElseThrow().index(),
                                    defaults.size() == 1 ? "default" : "largest"));
        }
        return best.map(
                stream -> new ProbedPicture(stream, pts(stream), start(), warnings).video());
    }

    /// Times of the first frames in order; empty where the container has not all of them, as MPEG
    /// program streams.
    private List<Long> pts(ProbedStream stream) {
        var pts = ptsByStream.getOrDefault(stream.index(), List.of()).stream().sorted().toList();
        if (pts.size() < packets.getOrDefault(stream.index(), 0)) {
            return List.of();
        }
        boolean isAll = packets.values().stream().mapToInt(n -> n).sum() < SAMPLE_PACKETS;
        // In decode order the last ones are not all there: up to 16 may be reordered.
        return isAll ? pts : pts.subList(0, Math.max(0, pts.size() - 16));
    }

    private static long pixels(ProbedStream stream) {
        return stream.number("width") * stream.number("height");
    }

    private java.util.stream.Stream<ProbedStream> streamsOf(String type) {
        return streams.stream().filter(stream -> stream.text("codec_type").equals(type));
    }

    private boolean isVideo(ProbedStream stream) {
        if (pixels(stream) == 0) {
            warnings.add("video stream %d has no picture size".formatted(stream.index()));
            return false;
        }
        if (Math.max(stream.number("width"), stream.number("height")) > MAX_SIDE) {
            warnings.add("video stream %d is too large".formatted(stream.index()));
            return false;
        }
        return isDecodable(stream);
    }

    private boolean isDecodable(ProbedStream stream) {
        var codec = stream.text("codec_name");
        if (stream.isEncrypted()) {
            warnings.add("stream %d is encrypted".formatted(stream.index()));
            return false;
        }
        if (codec.isEmpty() || codec.equals("unknown") || codec.equals("none")) {
            warnings.add(
                    "stream %d has a codec that FFmpeg does not know".formatted(stream.index()));
            return false;
        }
        return true;
    }

    private List<SourceAudio> audio() {
        return streamsOf("audio")
                .filter(this::isDecodable)
                .filter(this::isSound)
                .map(ProbeReport::sound)
                .toList();
    }

    private boolean isSound(ProbedStream stream) {
        boolean isSound = stream.number("sample_rate") > 0 && stream.number("channels") > 0;
        if (!isSound) {
            warnings.add(
                    "audio stream %d has no sample rate or channels".formatted(stream.index()));
        }
        return isSound;
    }

    private static SourceAudio sound(ProbedStream stream) {
        int rate = (int) Math.min(stream.number("sample_rate"), Integer.MAX_VALUE);
        return new SourceAudio(
                stream.index(),
                stream.text("codec_name"),
                profile(stream),
                rate,
                (int) Math.min(stream.number("channels"), 1024),
                stream.text("channel_layout").replace("unknown", ""),
                stream.numberOrTag("bit_rate", "BPS"),
                stream.language(),
                stream.tag("title"),
                stream.is("default"),
                stream.timeBase().orElse(new Rational(1, rate)));
    }

    static String profile(ProbedStream stream) {
        return stream.text("profile").replace("unknown", "");
    }

    private List<Source.SourceText> subtitles() {
        return streamsOf("subtitle")
                .map(stream ->
                        new Source.SourceText(
                                stream.index(),
                                stream.text("codec_name"),
                                TEXT_SUBTITLES.contains(stream.text("codec_name")),
                                stream.language(),
                                stream.tag("title"),
                                stream.is("forced"),
                                stream.isAny(FOR_DEAF)))
                .toList();
    }

    private List<Source.Chapter> chapters() {
        var chapters = new ArrayList<Source.Chapter>();
        for (var node : root.path("chapters")) {
            var chapter = new ProbedStream(node);
            var start = ProbedStream.seconds(chapter.text("start_time")).orElse(Duration.ZERO);
            var end = ProbedStream.seconds(chapter.text("end_time")).orElse(start);
            if (end.compareTo(start) >= 0) {
                chapters.add(new Source.Chapter(start, end, chapter.tag("title")));
            }
        }
        return chapters;
    }

    private Map<String, String> tags() {
        var tags = new HashMap<String, String>();
        var format = new ProbedStream(root.path("format"));
        for (var tag : root.path("format").path("tags").properties()) {
            var name = tag.getKey().toLowerCase(java.util.Locale.ROOT);
            if (!TECHNICAL.contains(name)) {
                tags.putIfAbsent(name, format.tag(tag.getKey()));
            }
        }
        return tags;
    }

    /// Empty when FFmpeg only guessed it from bytes and a bit rate.
    private Optional<Duration> duration(ProbedStream format) {
        if (said.contains("Estimating duration from bitrate")) {
            warnings.add("the file does not say how long it is");
            return Optional.empty();
        }
        var longest =
                streams.stream()
                        .filter(stream ->
                                Set.of("video", "audio").contains(stream.text("codec_type")))
                        .filter(stream -> !stream.isAny(STILLS))
                        .flatMap(stream -> stream.duration().stream())
                        .max(Comparator.naturalOrder());
        return format.duration().map(length -> withoutLead(length, format)).or(() -> longest);
    }

    /// Times count from the first frame, wherever that is. Matroska counts its length from 0, and
    /// so does ffprobe before 8 that of MP4 with an empty edit in front of everything.
    private Duration withoutLead(Duration length, ProbedStream format) {
        var start = start();
        if (start.compareTo(length) >= 0) {
            return length;
        }
        var rest = length.minus(start);
        if (format.text("format_name").startsWith("matroska")) {
            return rest;
        }
        var media =
                streams.stream()
                        .flatMap(stream -> stream.end().stream())
                        .max(Comparator.naturalOrder());
        boolean isFromZero =
                format.text("format_name").startsWith("mov")
                        && media.filter(end -> end.minus(start).compareTo(rest) <= 0).isPresent();
        return isFromZero ? rest : length;
    }

    /// Of the source, as its own clock has it.
    private Duration start() {
        return new ProbedStream(root.path("format")).start();
    }
}
