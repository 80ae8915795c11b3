package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.ListedSamples.Sample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentReaderTest {

    private static final Map<Integer, TrackExtends> DEFAULTS = Map.of(1, TrackExtends.of(1));

    private static final EventMessage ABSOLUTE =
            new EventMessage("urn:scte", "1", false, 90_000, 1L << 40, 5, 9, new byte[] {1, 2});
    private static final EventMessage RELATIVE =
            new EventMessage("urn:é", "", true, 48_000, 7, 0xFFFF_FFFFL, 10, new byte[0]);
    private static final ProducerReferenceTime CAPTURED =
            ProducerReferenceTime.of(
                    1, ProducerReferenceTime.CAPTURED, Instant.parse("2026-11-21T10:00:00.5Z"), 77);

    @Test
    void readsBackWhatMediaSegmentWrites() throws Exception {
        var chunks = SegmentReader.read(ByteBuffer.wrap(twoChunks()), DEFAULTS);

        assertThat(chunks).hasSize(2);
        var first = chunks.getFirst();
        assertThat(first.type()).contains(SegmentType.SEGMENT.last());
        assertThat(first.producerTime()).contains(CAPTURED);
        assertThat(CAPTURED.instant()).isEqualTo(Instant.parse("2026-11-21T10:00:00.5Z"));
        assertThat(first.events()).containsExactly(ABSOLUTE, RELATIVE);
        assertThat(first.sequenceNumber()).isEqualTo(4_294_967_295L);
        var track = first.tracks().getFirst();
        assertThat(track.baseDecodeTicks()).isEqualTo(1L << 33);
        assertThat(track.durationTicks()).isEqualTo(20);
        assertThat(track.samples())
                .containsExactly(
                        new SegmentChunk.Sample(first.sizeBytes() - 5, 3, 10, 0, SampleFlags.SYNC),
                        new SegmentChunk.Sample(
                                first.sizeBytes() - 2, 2, 10, -10, SampleFlags.NON_SYNC));
        assertThat(chunks.get(1).position()).isEqualTo(first.sizeBytes());
        assertThat(chunks.get(1).type()).isEmpty();
        assertThat(chunks.get(1).tracks().getFirst().samples().getFirst().position())
                .isEqualTo(first.sizeBytes() + chunks.get(1).sizeBytes() - 5);
    }

    @Test
    void readsAChunkAsSoonAsItsLastByteIsThere() throws Exception {
        var segment = twoChunks();
        var whole = SegmentReader.read(ByteBuffer.wrap(segment), DEFAULTS);
        var reader = new SegmentReader(DEFAULTS);
        var buffer = ByteBuffer.wrap(segment).limit(0);

        int found = 0;
        for (int length = 1; length <= segment.length; length++) {
            buffer.limit(length);
            var chunk = reader.next(buffer);
            if (chunk.isPresent()) {
                assertThat(chunk).contains(whole.get(found++));
                assertThat(buffer.remaining()).isZero();
            }
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    void readsInBandEventsOfRealSegments() throws Exception {
        var version0 = SegmentReader.read(segments("emsg0.mp4"), DEFAULTS);
        var version1 = SegmentReader.read(segments("emsg1.mp4"), DEFAULTS);

        assertThat(version0).hasSize(2);
        assertThat(version0.getFirst().indexes()).hasSize(1);
        assertThat(version0.getFirst().events())
                .singleElement()
                .matches(EventMessage::isRelative)
                .extracting(EventMessage::scheme)
                .isEqualTo("urn:example:event");
        assertThat(version1).hasSize(2).allMatch(chunk -> chunk.events().size() == 1);
        assertThat(version1.getFirst().events().getFirst().isRelative()).isFalse();
    }

    @Test
    void refusesASegmentWithoutItsPayload() {
        var bytes = Samples.bytes("twice_senc_no_mdat.mp4");

        assertThatThrownBy(() -> SegmentReader.read(ByteBuffer.wrap(bytes), DEFAULTS))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("ends before the mdat of its last moof");
    }

    @Test
    void refusesATruncatedSegmentWhereverItEnds() throws Exception {
        var segment = twoChunks();
        int first = (int) SegmentReader.read(ByteBuffer.wrap(segment), DEFAULTS).get(1).position();

        for (int length = first + 8; length < segment.length; length++) {
            var cut = ByteBuffer.wrap(segment, 0, length);
            assertThatThrownBy(() -> SegmentReader.read(cut, DEFAULTS))
                    .isInstanceOf(MediaFormatException.class);
        }
    }

    @Test
    void refusesATrackTheInitSegmentDoesNotHave() {
        assertThatThrownBy(() -> SegmentReader.read(ByteBuffer.wrap(twoChunks()), Map.of()))
                .hasMessageContaining("track 1, which the init segment does not have");
    }

    @Test
    void limitsTheSamplesOfAChunk() throws Exception {
        assertThat(SegmentReader.read(emptySamples(SegmentReader.MAX_SAMPLES), DEFAULTS))
                .singleElement()
                .extracting(chunk -> chunk.tracks().getFirst().samples().size())
                .isEqualTo(SegmentReader.MAX_SAMPLES);
        assertThatThrownBy(() ->
                        SegmentReader.read(emptySamples(SegmentReader.MAX_SAMPLES + 1), DEFAULTS))
                .hasMessageContaining("sample count of a chunk is 262145");
    }

    @Test
    void limitsTheTextOfAnEvent() throws Exception {
        assertThat(event(EventMessage.MAX_TEXT_BYTES).scheme()).hasSize(4096);
        assertThatThrownBy(() -> event(EventMessage.MAX_TEXT_BYTES + 1))
                .hasMessageContaining("emsg text length is 4097, the maximum is 4096");
    }

    private static EventMessage event(int schemeBytes) throws MediaFormatException {
        var out = new BoxWriter(64);
        new EventMessage("x".repeat(schemeBytes), "", true, 1, 0, 0, 0, new byte[0]).write(out);
        var box = new BoxReader(ByteBuffer.wrap(out.toByteArray()), "", 0);
        return EventMessage.parse(box.child().orElseThrow().payload());
    }

    private static ByteBuffer emptySamples(int count) {
        var file =
                new FragmentedFile()
                        .moof(m ->
                                m.traf(t -> t.tfhd(1, FragmentedFile.BASE_IS_MOOF).trun(0, count)))
                        .mdat(0);
        return ByteBuffer.wrap(file.out.toByteArray());
    }

    private static byte[] twoChunks() throws MediaFormatException {
        var out = new BoxWriter(512);
        var run = run();
        var first =
                new MediaSegment(
                        1,
                        4_294_967_295L,
                        1L << 33,
                        -10,
                        Optional.of(SegmentType.SEGMENT.last()),
                        Optional.of(CAPTURED),
                        List.of(ABSOLUTE, RELATIVE));
        out.bytes(first.header(run)).zeros(5);
        var second =
                new MediaSegment(
                        1, 0, (1L << 33) + 20, -10, Optional.empty(), Optional.empty(), List.of());
        return out.bytes(second.header(run)).zeros(5).toByteArray();
    }

    private static SampleRun run() throws MediaFormatException {
        return SampleRun.of(
                new ListedSamples(
                        new Sample(0, 3, 0, 10, 10, true), new Sample(3, 2, 10, 10, 10, false)),
                2);
    }

    /// What follows the `moov`.
    private static ByteBuffer segments(String name) throws Exception {
        var bytes = Samples.bytes(name);
        var reader = new BoxReader(ByteBuffer.wrap(bytes), "", 0);
        for (var box = reader.child(); box.isPresent(); box = reader.child()) {
            if (box.get().type().equals("moov")) {
                return ByteBuffer.wrap(
                        Arrays.copyOfRange(bytes, (int) reader.position(), bytes.length));
            }
        }
        throw new IllegalArgumentException(name);
    }
}
