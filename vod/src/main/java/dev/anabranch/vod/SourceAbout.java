package dev.anabranch.vod;

import dev.anabranch.packager.About;
import dev.anabranch.transcode.TranscodePlan;
import java.time.Duration;
import java.util.ArrayList;

/// What a source says of itself, as far as it is still true of what is taken of it.
final class SourceAbout {

    private SourceAbout() {}

    static About of(TranscodePlan plan) {
        var start = plan.trim().start();
        var end = plan.trim().end();
        var chapters = new ArrayList<About.Chapter>();
        for (var chapter : plan.source().chapters()) {
            var from = later(chapter.start().minus(start), Duration.ZERO);
            var last =
                    end.filter(trimmed -> trimmed.compareTo(chapter.end()) < 0)
                            .orElse(chapter.end());
            var length = last.minus(start).minus(from);
            if (length.isPositive()) {
                chapters.add(new About.Chapter(from, length, chapter.title()));
            }
        }
        return new About(plan.source().tags().getOrDefault("title", ""), chapters);
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
