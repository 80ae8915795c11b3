package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// O21: each range of an I-frame playlist holds one I-frame, whole, with the `moof` before it, and
/// no init segment (4.4.3.6; authoring rules 6.1 and 6.10). That of a transport stream, PAT and
/// PMT, stands between the start of the segment and its first range.
record IFrameCheck(Survey survey) {

    private static final String ID = "O21";
    private static final int HEADER_BYTES = 8;

    void check(HlsRendition rendition) throws IOException {
        for (var segment : rendition.measured().segments()) {
            if (segment.facts().isEmpty()) {
                continue;
            }
            var bytes = survey.bytes(segment.part(), rendition.address(), segment.where());
            if (bytes.isPresent()) {
                picture(rendition, segment, bytes.get());
            }
        }
    }

    private void picture(HlsRendition rendition, MeasuredSegment segment, byte[] bytes) {
        switch (Container.of(bytes)) {
            case FRAGMENTED_MP4 -> {
                if (segment.init().isPresent()) {
                    fragment(rendition, segment, bytes);
                }
            }
            case TRANSPORT_STREAM -> packets(rendition, segment, bytes);
            case UNKNOWN, PACKED_AUDIO, WEBVTT, XML ->
                    must(rendition, segment, "the range begins with no box and no packet");
        }
    }

    private void packets(HlsRendition rendition, MeasuredSegment segment, byte[] bytes) {
        if (TransportScan.of(bytes).hasTables()) {
            must(
                    rendition,
                    segment,
                    "the range includes PAT or PMT, which must stand before it (4.4.3.6)");
        }
        var tables = tables(rendition, segment);
        if (!TransportScan.of(tables).startsWithTables()) {
            must(rendition, segment, "the resource does not begin with PAT and PMT");
        }
        var facts = TransportProbe.measure(joined(tables, bytes));
        var video = facts.track(TrackKind.VIDEO);
        boolean isKey = video.filter(TrackFacts::startsWithSync).isPresent();
        int pictures = video.map(TrackFacts::samples).orElse(0);
        if (pictures != 1 || !isKey) {
            must(
                    rendition,
                    segment,
                    "the range holds %d pictures and begins %s an I-frame, it must be one I-frame"
                            .formatted(pictures, isKey ? "with" : "without"));
        }
    }

    /// The first two packets of the resource.
    private byte[] tables(HlsRendition rendition, MeasuredSegment segment) {
        var head = new Part(segment.part().address(), 0, 2L * TransportScan.PACKET_BYTES);
        return survey.bytes(head, rendition.address(), segment.where()).orElse(new byte[0]);
    }

    private static byte[] joined(byte[] tables, byte[] bytes) {
        return ByteBuffer.allocate(tables.length + bytes.length).put(tables).put(bytes).array();
    }

    private void fragment(HlsRendition rendition, MeasuredSegment segment, byte[] bytes) {
        try {
            var first = firstMoof(bytes);
            if (!first.equals("moof")) {
                must(
                        rendition,
                        segment,
                        "the range begins with " + first + ", it must begin with moof");
                return;
            }
            var chunks =
                    SegmentReader.read(
                            ByteBuffer.wrap(withMediaCut(bytes)),
                            segment.init().orElseThrow().defaults());
            if (chunks.isEmpty()) {
                must(rendition, segment, "the range holds no moof with the mdat after it");
                return;
            }
            samples(rendition, segment, chunks, bytes.length);
        } catch (MediaFormatException broken) {
            must(
                    rendition,
                    segment,
                    "the range cannot be read: " + String.valueOf(broken.getMessage()));
        }
    }

    private void samples(
            HlsRendition rendition,
            MeasuredSegment segment,
            List<SegmentChunk> chunks,
            int length) {
        var samples =
                chunks.stream()
                        .flatMap(chunk -> chunk.tracks().stream())
                        .flatMap(track -> track.samples().stream())
                        .toList();
        if (samples.isEmpty()) {
            must(rendition, segment, "the range holds no picture");
            return;
        }
        long end = samples.getFirst().position() + samples.getFirst().sizeBytes();
        if (end > length) {
            must(
                    rendition,
                    segment,
                    "the range has %d bytes, its picture ends at %d".formatted(length, end));
        } else if (!samples.getFirst().isSync()) {
            must(rendition, segment, "the first picture of the range is no sync sample");
        }
        long whole =
                samples.stream()
                        .filter(sample -> sample.position() + sample.sizeBytes() <= length)
                        .count();
        if (whole > 1) {
            must(rendition, segment, "the range holds " + whole + " pictures, it must be one");
        }
    }

    private void must(HlsRendition rendition, MeasuredSegment segment, String text) {
        survey.findings().must(ID, rendition.address(), segment.where(), text);
    }

    /// The first box, those passed over that may stand before `moof`.
    private static String firstMoof(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes);
        int at = 0;
        while (bytes.length - at >= HEADER_BYTES) {
            var type = type(bytes, at);
            long size = file.getInt(at) & 0xFFFF_FFFFL;
            boolean isBefore =
                    List.of("styp", "sidx", "ssix", "prft", "emsg", "free").contains(type);
            if (!isBefore || size < HEADER_BYTES || size > bytes.length - at) {
                return type;
            }
            at += (int) size;
        }
        return "nothing";
    }

    /// The range ends within the `mdat` whose first sample is the picture: the box is made to end
    /// there too.
    private static byte[] withMediaCut(byte[] bytes) {
        var copy = bytes.clone();
        var file = ByteBuffer.wrap(copy);
        int at = 0;
        while (copy.length - at >= HEADER_BYTES) {
            long size = file.getInt(at) & 0xFFFF_FFFFL;
            if (type(copy, at).equals("mdat") && size > copy.length - at) {
                file.putInt(at, copy.length - at);
                return copy;
            }
            if (size < HEADER_BYTES || size > copy.length - at) {
                return copy;
            }
            at += (int) size;
        }
        return copy;
    }

    private static String type(byte[] bytes, int at) {
        return new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
    }
}
