package dev.anabranch.cli;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import java.util.ArrayList;
import java.util.List;

/// What `inspect` says of a track whose codec configuration changes on the way: each run of samples
/// that share one.
final class ConfigurationDescription {

    private static final int MAX_RUNS = 1000;

    private ConfigurationDescription() {}

    /// Nothing when there is one configuration from beginning to end.
    static List<Description> of(IndexedTrack track) {
        var runs = new ArrayList<Description>();
        if (track.configurations().size() == 1 || track.samples().count() == 0) {
            return runs;
        }
        int[] like = track.likeConfigurations();
        var cursor = track.samples().cursor(0);
        int from = 0;
        int configuration = like[cursor.configurationIndex()];
        while (cursor.advance() && runs.size() < MAX_RUNS) {
            int now = like[cursor.configurationIndex()];
            if (now != configuration) {
                runs.add(run(track, configuration, from, cursor.index()));
                configuration = now;
                from = cursor.index();
            }
        }
        if (!runs.isEmpty()) {
            runs.add(run(track, configuration, from, track.samples().count()));
        }
        return runs;
    }

    private static Description run(IndexedTrack track, int configuration, int from, int to) {
        var described = track.describedBy(configuration);
        var codec = described.track().codec();
        var clock = track.track().timescale();
        long shown = track.samples().ptsTicks(from) + track.shiftTicks();
        var out =
                new Description()
                        .putSeconds("startSeconds", clock.duration(shown))
                        .put("samples", to - from)
                        .put("codec", codec.codecString())
                        .put("sampleEntry", codec.sampleEntry());
        if (codec instanceof VideoConfiguration video) {
            var aspect = described.sampleAspectRatio();
            TrackDescription.picture(out, video, aspect, track.rotationDegrees());
        }
        if (codec instanceof AudioConfiguration audio) {
            TrackDescription.sound(out, audio);
        }
        return out;
    }
}
