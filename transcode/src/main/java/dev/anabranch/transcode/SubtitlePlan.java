package dev.anabranch.transcode;

import dev.anabranch.transcode.Source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which subtitles there will be.
///
/// @param files in their order, before those of the source
/// @param carried streams of the source that become WebVTT
/// @param leftOut streams of the source that cannot, though they were wanted
public record SubtitlePlan(
        List<SubtitleSettings.File> files, List<SourceText> carried, List<LeftOut> leftOut) {

    public static final SubtitlePlan NONE = new SubtitlePlan(List.of(), List.of(), List.of());

    /// Streams that are carried; of more the rest is left out.
    public static final int MAX_STREAMS = 50;

    private static final Set<String> PICTURES =
            Set.of("hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub");

    /// A stream that stays behind.
    ///
    /// @param reason in words that go on after "because"
    public record LeftOut(SourceText stream, String reason) {}

    public SubtitlePlan {
        files = List.copyOf(files);
        carried = List.copyOf(carried);
        leftOut = List.copyOf(leftOut);
    }

    /// @param decisions where each is told
    public static SubtitlePlan of(
            Source source, SubtitleSettings settings, List<Decision> decisions) {
        for (var file : settings.files()) {
            decisions.add(decision(file.language(), "from " + file.name(), "as was asked"));
        }
        var carried = new ArrayList<SourceText>();
        var leftOut = new ArrayList<LeftOut>();
        for (var stream : source.subtitles()) {
            if (!settings.isCarried()) {
                decisions.add(decision(stream.language(), "left out", stream + ", as was asked"));
            } else if (stream.isText() && carried.size() < MAX_STREAMS) {
                carried.add(stream);
                decisions.add(
                        decision(stream.language(), "carried over", stream + " becomes WebVTT"));
            } else {
                var stays = new LeftOut(stream, obstacle(stream));
                leftOut.add(stays);
                decisions.add(
                        decision(stream.language(), "left out", stream + ": " + stays.reason()));
            }
        }
        return new SubtitlePlan(settings.files(), carried, leftOut);
    }

    private static Decision decision(String language, String choice, String reason) {
        return new Decision("subtitles " + language, choice, reason);
    }

    private static String obstacle(SourceText stream) {
        if (stream.isText()) {
            return "there are more than " + MAX_STREAMS + " of them";
        }
        return PICTURES.contains(stream.codec())
                ? "they are pictures of text, and WebVTT has text alone"
                : "no way is known here to make text of this codec";
    }
}
