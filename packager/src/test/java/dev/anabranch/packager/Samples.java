package dev.anabranch.packager;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// The sample files beside the tests.
final class Samples {

    static final String LONG = "long_1080p_6min_lowbitrate.mp4";
    static final String BUNNY = "bbb_240p_10s.mp4";
    static final String LATE_VIDEO = "edit_list_positive_shift.mp4";
    static final String AUDIO_ONLY = "audio_only.mp4";
    static final String MPEG4_VISUAL = "mpeg4_part2.mp4";
    static final String OPUS = "opus.mp4";
    static final String QUICKTIME = "iphone_hevc10_rot90.mov";
    static final String HEVC = "hevc_bframes.mp4";
    static final String NASA = "nasa_2video_2audio_subs.mp4";

    static final String WEBVTT = "webvtt_fragmented.mp4";
    static final String HE_AAC = "he_aac.aac";

    private Samples() {}

    static Path path(String name) {
        try {
            var url = Samples.class.getResource(name);
            if (url == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Packager packager(String... names) {
        var paths = new Path[names.length];
        for (int i = 0; i < names.length; i++) {
            paths[i] = path(names[i]);
        }
        return Packager.of(paths);
    }
}
