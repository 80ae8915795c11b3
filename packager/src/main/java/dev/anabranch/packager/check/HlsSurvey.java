package dev.anabranch.packager.check;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.Key;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.ParsedPlaylist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Walks a media playlist and measures what it names; one instance a playlist.
final class HlsSurvey {

    private static final String DURATION_RULE = "O31";
    private static final long NANOS = 1_000_000_000;

    private final Survey survey;
    private final String address;
    private final MediaPlaylist playlist;
    private final ParsedPlaylist parsed;
    private List<Key> keys = List.of();
    private @Nullable MapSection map;
    private Optional<InitFacts> init = Optional.empty();
    private boolean isBroken = true;

    HlsSurvey(Survey survey, String address, ParsedPlaylist parsed, MediaPlaylist playlist) {
        this.survey = survey;
        this.address = address;
        this.parsed = parsed;
        this.playlist = playlist;
    }

    HlsRendition measure() throws IOException {
        var segments = new ArrayList<MeasuredSegment>();
        for (int i = 0; i < playlist.segments().size(); i++) {
            segments.add(segment(i, playlist.segments().get(i)));
        }
        if (isSealed()) {
            survey.findings()
                    .note(
                            address
                                    + ": segments are encrypted as a whole; only their sizes were measured");
        }
        boolean isIndependent = playlist.hasIndependentSegments();
        return new HlsRendition(
                address,
                playlist,
                new MeasuredRendition(address, "", DURATION_RULE, isIndependent, segments));
    }

    private MeasuredSegment segment(int index, MediaSegment segment) throws IOException {
        var where = where(index);
        if (!segment.keys().isEmpty()) {
            keys = segment.keys();
        }
        if (segment.map() != null) {
            map(segment.map(), where);
        }
        isBroken |= segment.hasDiscontinuity();
        var part = part(segment);
        var facts = segment.isGap() ? Optional.<SegmentFacts>empty() : facts(part, where);
        boolean startsRun = isBroken;
        isBroken = facts.isEmpty();
        return new MeasuredSegment(
                where,
                part,
                segment.duration().toDuration().toNanos(),
                OptionalLong.empty(),
                rounding(segment.duration()),
                startsRun,
                init,
                facts);
    }

    private Optional<SegmentFacts> facts(Part part, String where) throws IOException {
        if (playlist.isIFramesOnly()) {
            survey.agree(part, init, address, where);
            return survey.size(part, address, where);
        }
        if (init.isEmpty() && map == null && !isSealed()) {
            unmapped(part, where);
        }
        return survey.segment(part, init, isSealed(), address, where);
    }

    /// A segment that needs EXT-X-MAP but has none may carry its own init segment.
    private void unmapped(Part part, String where) throws IOException {
        var own = survey.ownInit(part, address, where);
        if (own.isFragment()) {
            survey.findings()
                    .must(
                            "map-missing",
                            address,
                            where,
                            "a segment of fragmented MP4 needs EXT-X-MAP (3.1.2)");
        }
        init = own.init();
    }

    private void map(MapSection section, String where) throws IOException {
        if (section.equals(map)) {
            return;
        }
        map = section;
        var at = UrlReference.resolve(address, section.uri());
        var range = section.byteRange();
        var part = range == null ? Part.whole(at) : Part.of(at, range);
        if (isSealed()) {
            survey.bytes(part, address, where);
            init = Optional.empty();
            return;
        }
        init = survey.init(part, address, where + ", EXT-X-MAP");
    }

    private Part part(MediaSegment segment) {
        var at = UrlReference.resolve(address, segment.uri());
        var range = segment.byteRange();
        return range == null ? Part.whole(at) : Part.of(at, range);
    }

    private boolean isSealed() {
        return keys.stream()
                .anyMatch(key -> !key.isNone() && !key.method().startsWith("SAMPLE-AES"));
    }

    private String where(int index) {
        int line = parsed.lines().ofSegment(index);
        return line == 0 ? "segment " + (index + 1) : "line " + line + ", segment " + (index + 1);
    }

    /// The last digit that EXTINF shows: some writers round, some cut off.
    private static long rounding(Decimal duration) {
        long unit = NANOS;
        for (int digit = 0; digit < duration.scale(); digit++) {
            unit /= 10;
        }
        return unit;
    }
}
