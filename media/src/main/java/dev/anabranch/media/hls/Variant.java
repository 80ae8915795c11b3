package dev.anabranch.media.hls;

import dev.anabranch.media.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-STREAM-INF with its URI line (4.4.6.2): renditions that together play the presentation.
///
/// @param uri its Media Playlist
/// @param stream what it shares with an I-frame variant
/// @param frameRate the highest frame rate, to three decimals
/// @param audio the GROUP-ID of its audio renditions
/// @param subtitles the GROUP-ID of its subtitle renditions
/// @param closedCaptions the GROUP-ID of its closed captions
/// @param hasNoCaptions whether CLOSED-CAPTIONS=NONE says that no variant has any
/// @param others attributes without meaning here
public record Variant(
        String uri,
        StreamProperties stream,
        @Nullable Decimal frameRate,
        @Nullable String audio,
        @Nullable String subtitles,
        @Nullable String closedCaptions,
        boolean hasNoCaptions,
        List<Attribute> others)
        implements MultivariantTag {

    static final String TAG = "EXT-X-STREAM-INF";

    private static final int FRAME_RATE_SCALE = 3;

    public Variant {
        others = List.copyOf(others);
        if (hasNoCaptions && closedCaptions != null) {
            throw new IllegalArgumentException("closedCaptions=" + closedCaptions);
        }
    }

    /// A variant without rendition groups.
    public Variant(String uri, StreamProperties stream, @Nullable Decimal frameRate) {
        this(uri, stream, frameRate, null, null, null, false, List.of());
    }

    /// This variant with the GROUP-IDs of its renditions; null where it has none.
    public Variant withGroups(
            @Nullable String newAudio,
            @Nullable String newSubtitles,
            @Nullable String newClosedCaptions) {
        return new Variant(
                uri, stream, frameRate, newAudio, newSubtitles, newClosedCaptions, false, others);
    }

    /// This variant with CLOSED-CAPTIONS=NONE, which then all variants must have.
    public Variant withoutCaptions() {
        return new Variant(uri, stream, frameRate, audio, subtitles, null, true, others);
    }

    Variant withUri(String newUri) {
        return new Variant(
                newUri, stream, frameRate, audio, subtitles, closedCaptions, hasNoCaptions, others);
    }

    /// A frame rate as the FRAME-RATE attribute wants it: 30000/1001 is `29.970`.
    public static Decimal frameRate(Rational framesPerSecond) {
        long thousandths =
                BigDecimal.valueOf(framesPerSecond.numerator())
                        .movePointRight(FRAME_RATE_SCALE)
                        .divide(
                                BigDecimal.valueOf(framesPerSecond.denominator()),
                                0,
                                RoundingMode.HALF_UP)
                        .longValueExact();
        return new Decimal(thousandths, FRAME_RATE_SCALE);
    }

    static Variant parse(AttributeReader in, String uri) throws LineException {
        boolean noCaptions = in.takeIfPlain("CLOSED-CAPTIONS", "NONE");
        return new Variant(
                uri,
                StreamProperties.parse(in),
                in.decimalOrNull("FRAME-RATE"),
                in.quotedOrNull("AUDIO"),
                in.quotedOrNull("SUBTITLES"),
                noCaptions ? null : in.quotedOrNull("CLOSED-CAPTIONS"),
                noCaptions,
                in.others());
    }

    void write(LineWriter out) {
        stream.write(out.attributes(TAG))
                .decimal("FRAME-RATE", frameRate)
                .quoted("AUDIO", audio)
                .quoted("SUBTITLES", subtitles)
                .plain("CLOSED-CAPTIONS", hasNoCaptions ? "NONE" : null)
                .quoted("CLOSED-CAPTIONS", closedCaptions)
                .others(others)
                .newLine();
        out.text(uri).newLine();
    }
}
