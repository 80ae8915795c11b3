package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// The bitrate configuration of Shaka Streamer, with every mistake named by its line.
final class LadderYaml {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_KEYS = 10_000;

    private static final Map<String, VideoCodec> VIDEO =
            Map.of("h264", VideoCodec.H264, "hevc", VideoCodec.HEVC, "av1", VideoCodec.AV1);

    private static final Map<String, AudioCodec> AUDIO =
            Map.of("aac", AudioCodec.AAC, "opus", AudioCodec.OPUS);

    /// Known to Shaka Streamer, but not encoded here: its rates have no effect, which the plan
    /// says.
    private static final String NOT_MADE = "vp9";

    private final String file;
    private final List<Decision> reasons = new ArrayList<>();
    private int keys;

    LadderYaml(String file) {
        this.file = file;
    }

    /// A scalar or a map, and where it is.
    private record Node(int line, String text, Map<String, Node> children) {}

    Ladder ladder(String yaml) throws MediaFormatException {
        var root = map(parse(yaml), Set.of("video_resolutions", "audio_channel_layouts"));
        var rungs = new ArrayList<Rung>();
        var layouts = new ArrayList<Ladder.Layout>();
        var resolutions = root.get("video_resolutions");
        if (resolutions != null) {
            for (var entry : resolutions.children().entrySet()) {
                rungs.add(rung(entry.getKey(), entry.getValue()));
            }
            if (rungs.isEmpty() || rungs.size() > Ladder.MAX_RUNGS) {
                throw wrong(resolutions, "1 to " + Ladder.MAX_RUNGS + " resolutions can be named");
            }
        }
        var sounds = root.get("audio_channel_layouts");
        if (sounds != null) {
            for (var entry : sounds.children().entrySet()) {
                layouts.add(layout(entry.getKey(), entry.getValue()));
            }
        }
        if (rungs.isEmpty() && layouts.isEmpty()) {
            throw MediaFormatException.malformed(
                    file, "neither video_resolutions nor audio_channel_layouts are in it");
        }
        return new Ladder(rungs.isEmpty(), rungs, layouts, reasons);
    }

    private Rung rung(String name, Node node) throws MediaFormatException {
        var words = map(node, Set.of("max_width", "max_height", "max_frame_rate", "bitrates"));
        int width = side(node, words, "max_width");
        int height = side(node, words, "max_height");
        var rates = new EnumMap<VideoCodec, Long>(VideoCodec.class);
        for (var rate : rates(node, words).entrySet()) {
            if (rate.getKey().equals(NOT_MADE)) {
                reasons.add(
                        new Decision(
                                "ladder",
                                "has no effect",
                                where(rate.getValue()) + ": " + NOT_MADE + " is not made here"));
            } else {
                rates.put(
                        known(VIDEO, rate.getKey(), rate.getValue()),
                        bits(rate.getKey(), rate.getValue()));
            }
        }
        var fastest = words.get("max_frame_rate");
        return new Rung(
                name,
                Math.max(width, height),
                Math.min(width, height),
                fastest == null ? OptionalDouble.empty() : frameRate(fastest),
                rates);
    }

    private Ladder.Layout layout(String name, Node node) throws MediaFormatException {
        var words = map(node, Set.of("max_channels", "bitrates"));
        var rates = new EnumMap<AudioCodec, Long>(AudioCodec.class);
        for (var rate : rates(node, words).entrySet()) {
            rates.put(
                    known(AUDIO, rate.getKey(), rate.getValue()),
                    bits(rate.getKey(), rate.getValue()));
        }
        int channels = integer(node, words, "max_channels");
        if (!AudioRates.CHANNELS.contains(channels)) {
            throw wrong(node, "max_channels can be one of " + AudioRates.CHANNELS);
        }
        return new Ladder.Layout(name, channels, rates);
    }

    private Map<String, Node> rates(Node node, Map<String, Node> words)
            throws MediaFormatException {
        var rates = words.get("bitrates");
        if (rates == null) {
            throw wrong(node, "bitrates are missing");
        }
        return map(rates, Set.of());
    }

    private <T> T known(Map<String, T> codecs, String word, Node node) throws MediaFormatException {
        var codec = codecs.get(word);
        if (codec == null) {
            throw wrong(node, "'" + word + "' is no codec here; " + codecs.keySet() + " are");
        }
        return codec;
    }

    private long bits(String codec, Node node) throws MediaFormatException {
        return LadderWords.bits(node.text(), where(node) + ", " + codec);
    }

    private OptionalDouble frameRate(Node node) throws MediaFormatException {
        if (node.text().equals(".inf")) {
            return OptionalDouble.empty();
        }
        try {
            double rate = Double.parseDouble(node.text());
            if (rate > 0 && rate <= 1000) {
                return OptionalDouble.of(rate);
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw wrong(node, "max_frame_rate is '" + node.text() + "', no frame rate up to 1000");
    }

    private int side(Node parent, Map<String, Node> words, String word)
            throws MediaFormatException {
        int pixels = integer(parent, words, word);
        if (pixels < Rung.MIN_SIDE || pixels > Rung.MAX_SIDE) {
            throw wrong(
                    Objects.requireNonNull(words.get(word)),
                    "%s is %d, it can be %d to %d"
                            .formatted(word, pixels, Rung.MIN_SIDE, Rung.MAX_SIDE));
        }
        return pixels;
    }

    private int integer(Node parent, Map<String, Node> words, String word)
            throws MediaFormatException {
        var node = words.get(word);
        if (node == null) {
            throw wrong(parent, word + " is missing");
        }
        if (!node.text().matches("\\d{1,6}")) {
            throw wrong(node, word + " is '" + node.text() + "', no number of use");
        }
        return Integer.parseInt(node.text());
    }

    /// @param allowed keys; empty for any
    private Map<String, Node> map(Node node, Set<String> allowed) throws MediaFormatException {
        if (node.children().isEmpty()) {
            throw wrong(node, "a map is expected here");
        }
        for (var entry : node.children().entrySet()) {
            if (!allowed.isEmpty() && !allowed.contains(entry.getKey())) {
                throw wrong(
                        entry.getValue(),
                        "'%s' is not known here; %s are"
                                .formatted(entry.getKey(), allowed.stream().sorted().toList()));
            }
        }
        return node.children();
    }

    private Node parse(String yaml) throws MediaFormatException {
        try (var parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            if (parser.nextToken() == null) {
                throw MediaFormatException.malformed(file, "it is empty");
            }
            var root = node(parser, 0);
            if (parser.nextToken() != null) {
                throw MediaFormatException.malformed(
                        file + " line " + line(parser), "more than one document");
            }
            return root;
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            throw MediaFormatException.malformed(
                    file + " line " + (at == null ? 1 : at.getLineNr()),
                    "no YAML: " + broken.getOriginalMessage());
        }
    }

    private Node node(JsonParser parser, int depth) throws MediaFormatException {
        int line = line(parser);
        if (depth > MAX_DEPTH || ++keys > MAX_KEYS) {
            throw MediaFormatException.malformed(file + " line " + line, "too much is in it");
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            throw MediaFormatException.malformed(
                    file + " line " + line,
                    "no list is expected: write names with their values (name: value)");
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return new Node(line, String.valueOf(parser.getString()), Map.of());
        }
        var children = new LinkedHashMap<String, Node>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            int at = line(parser);
            parser.nextToken();
            var child = node(parser, depth + 1);
            if (children.put(name, new Node(at, child.text(), child.children())) != null) {
                throw MediaFormatException.malformed(
                        file + " line " + at, "'" + name + "' is there twice");
            }
        }
        return new Node(line, "", children);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private MediaFormatException wrong(Node node, String what) {
        return MediaFormatException.malformed(where(node), what);
    }

    private String where(Node node) {
        return file + " line " + node.line();
    }
}
