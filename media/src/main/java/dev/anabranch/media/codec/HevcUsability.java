package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.util.Optional;
import java.util.OptionalInt;

/// The VUI of HEVC (ITU-T H.265, E.2.1), and two ways some encoders get it wrong that players
/// forgive.
final class HevcUsability {

    /// vui_default_display_window 1, an all-zero part of timing: what encoders made before the
    /// window was in the draft look like.
    private static final int DRAFT_TIMING = 0x100000;

    private static final int DRAFT_TIMING_BITS = 21;

    private HevcUsability() {}

    static VideoUsability parse(BitReader in, int subLayers) throws MediaFormatException {
        var aspect = VideoUsability.sampleAspectRatio(in);
        VideoUsability.skipOverscan(in);
        var colour = VideoUsability.colour(in);
        VideoUsability.skipChromaLocation(in);
        in.skip(3);
        long window = in.position();
        var rate = Optional.<Rational>empty();
        try {
            if (!isDraftTiming(in) && in.flag()) {
                skipWindow(in);
            }
            rate = timing(in, subLayers);
        } catch (MediaFormatException e) {
            // Drafts of HEVC had the timing where the display window is now: without it, the
            // fields fit or they are broken indeed.
            in.rewind(window);
            rate = timing(in, subLayers);
        }
        return new VideoUsability(aspect, colour, rate, OptionalInt.empty());
    }

    private static boolean isDraftTiming(BitReader in) throws MediaFormatException {
        if (in.remaining() < 68) {
            return false;
        }
        long here = in.position();
        boolean draft = in.bits(DRAFT_TIMING_BITS) == DRAFT_TIMING;
        in.rewind(here);
        return draft;
    }

    private static void skipWindow(BitReader in) throws MediaFormatException {
        for (int i = 0; i < 4; i++) {
            in.ue();
        }
    }

    /// From vui_timing_info_present_flag to the end.
    private static Optional<Rational> timing(BitReader in, int subLayers)
            throws MediaFormatException {
        var rate = Optional.<Rational>empty();
        if (in.flag()) {
            long ticksPerPicture = in.longBits(32);
            rate = VideoUsability.rate(in.longBits(32), ticksPerPicture);
            if (in.flag()) {
                in.ue();
            }
            if (in.flag()) {
                HevcHypotheticalDecoder.skip(in, subLayers);
            }
        }
        if (in.flag()) {
            in.skip(3);
            for (int i = 0; i < 5; i++) {
                in.ue();
            }
        }
        return rate;
    }
}
