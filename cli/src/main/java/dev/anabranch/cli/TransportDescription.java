package dev.anabranch.cli;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.ts.StreamEvent;
import dev.anabranch.media.ts.TransportStreamReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `inspect` says of a transport stream, which has to be read whole. Owned by one thread.
final class TransportDescription {

    private static final int PIECE_BYTES = 1 << 20;

    private final TransportStreamReader reader = new TransportStreamReader();
    private final Map<Integer, Track> tracks = new LinkedHashMap<>();
    private final Map<Integer, SampleTally> tallies = new LinkedHashMap<>();

    /// @param limitBytes how much is read at most
    static void describe(ByteSource source, long limitBytes, Description out)
            throws IOException, MediaFormatException {
        new TransportDescription().read(source, limitBytes, out);
    }

    private void read(ByteSource source, long limitBytes, Description out)
            throws IOException, MediaFormatException {
        long end = Math.min(source.sizeBytes(), limitBytes);
        for (long at = 0; at < end; at += PIECE_BYTES) {
            int length = (int) Math.min(PIECE_BYTES, end - at);
            reader.feed(ByteBuffer.wrap(source.read(at, length)));
            drain();
        }
        reader.end();
        drain();
        out.putAll("tracks", tracks.values().stream().map(this::track).toList());
        out.put("transport", statistics());
        out.putTexts("warnings", warnings(source.sizeBytes(), end));
    }

    private void drain() {
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            switch (event.get()) {
                case StreamEvent.TrackDescribed known -> {
                    tracks.putIfAbsent(known.track().id(), known.track());
                    tallies.computeIfAbsent(
                            known.track().id(), _ -> new SampleTally(known.track().timescale()));
                }
                case StreamEvent.FrameRead read -> {
                    try (var frame = read.frame()) {
                        frame(frame);
                    }
                }
                case StreamEvent.TrackEnded _, StreamEvent.Discontinuity _ -> {}
            }
        }
    }

    private void frame(Frame frame) {
        var tally = tallies.get(frame.trackId());
        if (tally != null && !frame.isConfiguration()) {
            tally.add(
                    frame.dtsTicks(),
                    frame.durationTicks(),
                    frame.payload().bytes().byteSize(),
                    frame.isKeyframe());
        }
    }

    private Description track(Track track) {
        var out = TrackDescription.codec(track.codec(), track.id());
        out.put("language", track.language());
        if (track.codec() instanceof VideoConfiguration video) {
            TrackDescription.picture(out, video, video.sampleAspectRatio(), 0);
            TrackDescription.colour(out, video.colour());
        }
        var tally = tallies.get(track.id());
        if (tally != null) {
            tally.describe(out, track.kind() == TrackKind.VIDEO);
        }
        return out;
    }

    private Description statistics() {
        var found = reader.statistics();
        return new Description()
                .put("packets", found.packets())
                .put("lostPackets", found.lostPackets())
                .put("scrambledPackets", found.scrambledPackets())
                .put("brokenSections", found.brokenSections())
                .put("damagedFrames", found.damagedFrames());
    }

    private List<String> warnings(long size, long read) {
        var warnings = new ArrayList<String>();
        var found = reader.statistics();
        if (found.lostPackets() > 0) {
            warnings.add("continuity counters jump " + found.lostPackets() + " times");
        }
        if (found.skippedBytes() > 0) {
            warnings.add(found.skippedBytes() + " bytes lie outside of packets");
        }
        if (read < size) {
            warnings.add("only the first " + Amounts.bytes(read) + " were read");
        }
        return warnings;
    }
}
