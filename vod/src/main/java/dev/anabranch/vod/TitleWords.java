package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.QualityMeter;
import dev.anabranch.transcode.plan.ProbePlanner;
import dev.anabranch.transcode.plan.ProbeSize;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.title.Samples;
import dev.anabranch.transcode.title.TitleAnalysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a reader of an analysis has to know of how it was made.
///
/// @param empty samples that nothing came of
record TitleWords(
        Source source,
        TranscodeSettings settings,
        ProbePlanner planner,
        TranscodeBackend backend,
        List<Trim> empty) {

    TitleAnalysis.About about(Samples samples, QualityMeter meter, FfmpegProgram program)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var programs = new ArrayList<Decision>(encoders(samples));
        programs.add(
                new Decision(
                        "comparison",
                        program.toString(),
                        "scaled to %s by bicubic, then the filter for %s"
                                .formatted(planner.reference(), meter.metric())));
        return new TitleAnalysis.About(
                source.input().name(),
                planner.length(),
                samples,
                meter.metric(),
                planner.reference(),
                programs,
                notes());
    }

    /// The words of the first rate; others differ in that alone.
    private List<Decision> encoders(Samples samples)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var plan = planner.plan(0, samples.parts().getFirst());
        var words = new ArrayList<Decision>();
        for (int i = 0; i < plan.video().size(); i++) {
            if (plan.video().get(i) instanceof VideoOutput.Encoded made) {
                var text =
                        backend instanceof FfmpegBackend
                                ? FfmpegBackend.words(plan, made)
                                : made.encoder();
                words.add(new Decision(planner.sizes().get(i).toString(), backend.name(), text));
            }
        }
        return words;
    }

    private static Decision leftOut(Trim sample) {
        return new Decision(
                "sample from %.1f s".formatted(sample.start().toMillis() / 1000.0),
                "left out",
                "not one frame came of it; the film may be cut off");
    }

    private List<Decision> notes() {
        var notes = new ArrayList<Decision>();
        empty.forEach(sample -> notes.add(leftOut(sample)));
        var others =
                settings.video().codecs().stream()
                        .filter(codec -> codec != VideoCodec.H264)
                        .sorted()
                        .map(VideoCodec::toString)
                        .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            notes.add(
                    new Decision(
                            others,
                            "by a table",
                            "only H.264 was tried; others get its share of bits for the same look"));
        }
        if (source.video().orElseThrow().range() != SourceVideo.Range.SDR) {
            notes.add(
                    new Decision(
                            "high dynamic range",
                            "compared in standard range",
                            "H.264 is tone-mapped, and so is what it is compared with"));
        }
        var halved =
                planner.sizes().stream()
                        .filter(size -> size.frameDivisor() > 1)
                        .map(ProbeSize::rung)
                        .map(rung -> rung.name())
                        .collect(Collectors.joining(", "));
        if (!halved.isEmpty()) {
            notes.add(
                    new Decision(
                            halved,
                            "every second frame compared",
                            "they have half the frame rate, and what that loses is not measured"));
        }
        return notes;
    }
}
