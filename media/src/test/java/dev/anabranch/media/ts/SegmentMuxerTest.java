package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.NalUnits;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the muxer makes of real movies, as FFmpeg, a packet counter and our own reader see it.
class SegmentMuxerTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample.mp4",
                "one_frame_per_second.mp4",
                "variable_rate.mp4",
                "hevc_bframes.mp4",
                "two_byte_nal_length.mp4",
                "audio_only.mp4"
            })
    void ffprobeFindsTheFramesOfTheMovie(String name) throws Exception {
        var tracks = Samples.movie(name);
        var file = directory.resolve("out.ts");
        Files.write(file, mux(tracks));

        assertThat(Probe.complaints(file)).isEmpty();
        for (int i = 0; i < tracks.size(); i++) {
            var expected = expected(tracks.get(i));
            var found = Probe.packets(file, i);
            assertThat(found).hasSameSizeAs(expected);
            // FFmpeg cuts the duration of each further audio frame of a PES packet to whole ticks.
            long rounding = tracks.get(i).isVideo() ? 0 : 10;
            for (int n = 0; n < found.size(); n++) {
                assertThat(found.get(n).pts()).isCloseTo(expected.get(n).pts(), within(rounding));
                assertThat(found.get(n).dts()).isCloseTo(expected.get(n).dts(), within(rounding));
                assertThat(found.get(n).isKeyframe()).isEqualTo(expected.get(n).isKeyframe());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample.mp4",
                "one_frame_per_second.mp4",
                "variable_rate.mp4",
                "hevc_bframes.mp4",
                "two_byte_nal_length.mp4",
                "audio_only.mp4"
            })
    void clockIsNeverMoreThanFortyMillisecondsApartAndCountersNeverBreak(String name)
            throws Exception {
        var check = PacketCheck.of(mux(Samples.movie(name)));

        assertThat(check.counterBreaks()).isZero();
        assertThat(check.longestClockGap()).isBetween(1L, 3600L);
        assertThat(check.clocksGoingBack()).isZero();
        assertThat(check.smallestLead()).isGreaterThan(45_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.mp4", "hevc_bframes.mp4", "two_byte_nal_length.mp4"})
    void ourReaderGivesTheSamplesBack(String name) throws Exception {
        var tracks = Samples.movie(name);
        var found = new ArrayList<List<ByteBuffer>>();
        var reader = new TransportStreamReader();
        reader.feed(ByteBuffer.wrap(mux(tracks)));
        reader.end();
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            if (event.get() instanceof StreamEvent.FrameRead read
                    && read.frame().trackId() == SegmentMuxer.FIRST_PID) {
                found.add(NalUnits.lengthPrefixed(read.frame().payload().bytes(), 4));
            }
        }
        var video = tracks.getFirst();
        var cursor = video.track().samples().cursor(0);
        for (var units : found) {
            var sample = video.source().read(cursor.position(), cursor.sizeBytes());
            int lengthSize = video.framing().orElseThrow().lengthSize();
            var own = new ArrayList<>(NalUnits.lengthPrefixed(ByteBuffer.wrap(sample), lengthSize));
            var syntax = name.startsWith("hevc") ? NalSyntax.HEVC : NalSyntax.AVC;
            own.removeIf(syntax::isLeftOut);
            own.forEach(SegmentMuxerTest::leaveOutTrailingZeros);
            assertThat(units).isEqualTo(own);
            cursor.advance();
        }
        assertThat(found).hasSize(video.track().samples().count());
    }

    /// No NAL unit ends with a zero byte (ITU-T H.264, 7.4.1), but those of this encoder do.
    private static void leaveOutTrailingZeros(ByteBuffer unit) {
        while (unit.get(unit.limit() - 1) == 0) {
            unit.limit(unit.limit() - 1);
        }
    }

    private static byte[] mux(List<MuxedTrack> tracks) throws Exception {
        return Samples.mux(tracks, Cuts.atSyncSamples(Samples.indexed(tracks)));
    }

    private static List<Probe.Packet> expected(MuxedTrack muxed) {
        var track = muxed.track();
        long lead = lead(track);
        var expected = new ArrayList<Probe.Packet>();
        var cursor = track.samples().cursor(0);
        do {
            expected.add(
                    new Probe.Packet(
                            time(track, cursor.ptsTicks()),
                            time(track, cursor.dtsTicks() - lead),
                            cursor.isSync()));
        } while (cursor.advance());
        return expected;
    }

    private static long lead(IndexedTrack track) {
        long lead = 0;
        var cursor = track.samples().cursor(0);
        do {
            lead = Math.max(lead, cursor.dtsTicks() - cursor.ptsTicks());
        } while (track.kind() == TrackKind.VIDEO && cursor.advance());
        return lead;
    }

    private static long time(IndexedTrack track, long ticks) {
        var scale = track.track().timescale();
        return Samples.OFFSET
                + scale.convert(ticks + track.shiftTicks(), Timescale.MPEG, RoundingMode.HALF_UP);
    }
}
