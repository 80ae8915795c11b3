package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// O17, O25: the wall clock of a live playlist is there, runs with its segments, and a segment
/// keeps the time it had.
final class LiveDateTimeRule implements LiveRule {

    private static final Duration DRIFT = Duration.ofMillis(100);

    @Override
    public void check(LiveVersion before, LiveVersion now, Findings findings) {
        var playlist = now.playlist();
        var file = now.answer().address();
        if (playlist.partInf() != null && playlist.segments().stream().noneMatch(this::hasTime)) {
            if (!playlist.segments().isEmpty()) {
                findings.must(
                        "O17",
                        file,
                        "EXT-X-PROGRAM-DATE-TIME",
                        "is missing: low latency needs it in every playlist");
            }
            return;
        }
        kept(before.playlist(), playlist, file, findings);
        running(playlist, file, findings);
    }

    private boolean hasTime(MediaSegment segment) {
        return segment.programDateTime() != null;
    }

    private static void kept(
            MediaPlaylist before, MediaPlaylist now, String file, Findings findings) {
        long first = Math.max(before.firstListedSequence(), now.firstListedSequence());
        long end = before.firstListedSequence() + before.segments().size();
        for (long msn = first; msn < end; msn++) {
            var old = time(before, msn);
            var time = time(now, msn);
            if (old != null && time != null && !old.equals(time)) {
                findings.must(
                        "O25",
                        file,
                        "media sequence number " + msn,
                        "EXT-X-PROGRAM-DATE-TIME changed from %s to %s".formatted(old, time));
            }
        }
    }

    private static @Nullable Instant time(MediaPlaylist playlist, long msn) {
        long index = msn - playlist.firstListedSequence();
        if (index < 0 || index >= playlist.segments().size()) {
            return null;
        }
        var time = playlist.segments().get((int) index).programDateTime();
        return time == null ? null : time.instant();
    }

    private static void running(MediaPlaylist playlist, String file, Findings findings) {
        Instant known = null;
        var since = Decimal.ZERO;
        long msn = playlist.firstListedSequence();
        for (var segment : playlist.segments()) {
            var time = segment.programDateTime();
            if (time != null) {
                if (known != null && !segment.hasDiscontinuity()) {
                    drift(known.plus(since.toDuration()), time.instant(), msn, file, findings);
                }
                known = time.instant();
                since = Decimal.ZERO;
            }
            since = since.plus(segment.duration());
            msn++;
        }
    }

    private static void drift(
            Instant expected, Instant time, long msn, String file, Findings findings) {
        var off = Duration.between(expected, time);
        if (off.abs().compareTo(DRIFT) > 0) {
            findings.should(
                    "O25",
                    file,
                    "media sequence number " + msn,
                    "EXT-X-PROGRAM-DATE-TIME is %s, %d ms off what the segments before say"
                            .formatted(time, off.toMillis()));
        }
    }
}
