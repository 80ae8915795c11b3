package dev.anabranch.transcode.probe;

import dev.anabranch.media.Rational;
import dev.anabranch.media.mp4.Language;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One stream, or the container itself, in the words of ffprobe. Nothing it says is believed to be
/// there, or to make sense.
record ProbedStream(JsonNode node) {

    private static final int MAX_TEXT = 1000;
    private static final long MAX_SECONDS = 10L * 366 * 24 * 3600;

    int index() {
        return node.path("index").asInt(0);
    }

    /// Empty when there is none; never longer than 1000 characters, all of which can be shown.
    String text(String name) {
        return clean(node.path(name).asString(""));
    }

    /// Without what neither a manifest nor a terminal can show, and not cut between the halves of a
    /// character.
    private static String clean(String text) {
        return text.codePoints()
                .limit(MAX_TEXT)
                .map(c -> isText(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// As `Char` of XML 1.0 (2.2), without controls.
    private static boolean isText(int c) {
        boolean isSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !Character.isISOControl(c) && !isSurrogate && c != 0xFFFE && c != 0xFFFF;
    }

    /// Tags differ in case by container.
    String tag(String name) {
        return node.path("tags").properties().stream()
                .filter(tag -> tag.getKey().equalsIgnoreCase(name))
                .map(tag -> clean(tag.getValue().asString("")))
                .findFirst()
                .orElse("");
    }

    boolean is(String disposition) {
        return node.path("disposition").path(disposition).asInt(0) == 1;
    }

    boolean isAny(Set<String> dispositions) {
        return dispositions.stream().anyMatch(this::is);
    }

    /// 0 when it is not said.
    long number(String name) {
        return positive(text(name));
    }

    /// A count that Matroska has in tags only; 0 when it is not said.
    long numberOrTag(String name, String tag) {
        long number = number(name);
        return number > 0 ? number : Math.max(positive(tag(tag)), positive(tag(tag + "-eng")));
    }

    /// Of the form `30000/1001` or `4:3`; empty when it is not said, or 0.
    Optional<Rational> ratio(String name) {
        var parts = text(name).split("[/:]", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        long numerator = positive(parts[0]);
        long denominator = positive(parts[1]);
        return numerator == 0 || denominator == 0
                ? Optional.empty()
                : Optional.of(new Rational(numerator, denominator));
    }

    Optional<Rational> timeBase() {
        return ratio("time_base");
    }

    /// Of the field, or else of the tag that Matroska has.
    Optional<Duration> duration() {
        return seconds(text("duration")).or(() -> clock(tag("DURATION")));
    }

    /// When it begins by its own clock; zero when it is not said, or before 0.
    Duration start() {
        return seconds(text("start_time")).orElse(Duration.ZERO);
    }

    /// When it is over by its own clock.
    Optional<Duration> end() {
        return seconds(text("duration")).map(length -> start().plus(length));
    }

    static Optional<Duration> seconds(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return Optional.empty();
        }
        try {
            double seconds = Double.parseDouble(text);
            return seconds > 0 && seconds < MAX_SECONDS
                    ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e6) * 1000))
                    : Optional.empty();
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    /// `00:01:00.024000000`.
    private static Optional<Duration> clock(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        long minutes = positive(parts[0]) * 60 + positive(parts[1]);
        var seconds = seconds(parts[2]).orElse(Duration.ZERO);
        var whole = Duration.ofMinutes(Math.min(minutes, MAX_SECONDS / 60)).plus(seconds);
        return whole.isZero() ? Optional.empty() : Optional.of(whole);
    }

    /// A BCP 47 tag of what containers have: ISO 639-2 mostly.
    String language() {
        var text = tag("language").strip().toLowerCase(Locale.ROOT);
        if (text.length() == 3) {
            return text.matches("[a-z]{3}") ? Language.ofIso639(text) : "und";
        }
        var tag = Locale.forLanguageTag(tag("language").strip().replace('_', '-')).toLanguageTag();
        return text.isEmpty() ? "und" : tag;
    }

    /// Whether samples are encrypted (ISO/IEC 23001-7).
    boolean isEncrypted() {
        return Set.of("encv", "enca").contains(text("codec_tag_string"));
    }

    private static long positive(String text) {
        if (!text.matches("\\d{1,18}")) {
            return 0;
        }
        return Long.parseLong(text);
    }
}
