package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Indexes files that are nothing but coded sound: AAC in ADTS, MP3 and MP2, AC-3, E-AC-3. Tags
/// (ID3, APE), the header frame of Xing, LAME and FhG, and garbage are left out. Owned by one
/// thread.
public final class ElementaryAudioReader {

    /// Positions are kept in 32 bits.
    static final long MAX_SOURCE_BYTES = 1L << 32;

    /// This much garbage at the start is no audio file.
    static final int MAX_SEARCH_BYTES = 1 << 20;

    /// Longer than any file of that size could have: 64 changes of configuration are a broken file.
    static final int MAX_CONFIGURATIONS = 64;

    private static final int CONFIRMATIONS = 3;
    private static final int APE_HEADER_BYTES = 32;
    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final FileWindow file;
    private final AudioSyntax syntax;
    private final List<CodecConfiguration> configurations = new ArrayList<>();
    private int[] positions = new int[4096];
    private int[] sizes = new int[4096];
    private int[] changes = new int[0];
    private int count;
    private long format;
    private int sampleRateHz;
    private int samplesPerFrame;

    private ElementaryAudioReader(FileWindow file, AudioSyntax syntax) {
        this.file = file;
        this.syntax = syntax;
    }

    /// Reads the whole source once and indexes it. The track's clock is the sample rate of the
    /// coded frames; its first frame begins at 0.
    ///
    /// @throws MediaFormatException when it does not begin like such a file within its first
    ///   mebibyte, or changes its sample rate on the way
    public static IndexedTrack read(ByteSource source) throws IOException, MediaFormatException {
        if (source.sizeBytes() > MAX_SOURCE_BYTES) {
            throw MediaFormatException.limit(
                    "", "elementary audio size", source.sizeBytes(), MAX_SOURCE_BYTES);
        }
        var file = new FileWindow(source);
        long start = afterTags(file);
        long last = Math.min(source.sizeBytes(), start + MAX_SEARCH_BYTES);
        for (long at = start; at < last; at++) {
            for (var syntax : AudioSyntax.values()) {
                if (isConfirmed(file, syntax, at)) {
                    return new ElementaryAudioReader(file, syntax).index(at);
                }
            }
        }
        throw MediaFormatException.malformed(
                "offset " + start, "no ADTS, MPEG audio, AC-3 or E-AC-3 frames follow each other");
    }

    private static long afterTags(FileWindow file) throws IOException {
        long at = 0;
        while (true) {
            int size = tagBytes(file.view(at, APE_HEADER_BYTES));
            if (size == 0) {
                return at;
            }
            at += size;
        }
    }

    /// Bytes of the ID3v2 or APEv2 tag that begins here.
    private static int tagBytes(ByteBuffer bytes) {
        int id3 = TimestampTag.tagBytes(bytes);
        boolean isApe =
                bytes.remaining() >= APE_HEADER_BYTES
                        && bytes.getLong(bytes.position()) == 0x4150_4554_4147_4558L;
        if (id3 > 0 || !isApe) {
            return id3;
        }
        int size = Integer.reverseBytes(bytes.getInt(bytes.position() + 12));
        return size < 0 || size > MAX_SEARCH_BYTES * 16 ? 0 : size + APE_HEADER_BYTES;
    }

    /// Whether frames follow each other here, or one goes to the very end.
    private static boolean isConfirmed(FileWindow file, AudioSyntax syntax, long from)
            throws IOException {
        long at = from;
        for (int i = 0; i < CONFIRMATIONS; i++) {
            var header = syntax.header(file.view(at, syntax.headerBytes()));
            if (header == null) {
                return i > 0 && at == file.size();
            }
            at += header.bytes();
        }
        return true;
    }

    private IndexedTrack index(long first) throws IOException, MediaFormatException {
        long at = first;
        while (at < file.size()) {
            var header = syntax.header(file.view(at, syntax.headerBytes()));
            if (header == null || !header.startsAccessUnit()) {
                at = resynchronized(at + Math.max(1, tagBytes(file.view(at, APE_HEADER_BYTES))));
                continue;
            }
            long end = end(at + header.bytes());
            if (end > file.size()) {
                break;
            }
            if (!isHeaderFrame(at, header)) {
                add(at, end, header);
            }
            at = end;
        }
        return track();
    }

    private long resynchronized(long from) throws IOException {
        long at = from;
        while (at < file.size() && !isConfirmed(file, syntax, at)) {
            at++;
        }
        return at;
    }

    /// Where the frames end that belong to the one before `at`.
    private long end(long at) throws IOException {
        long end = at;
        while (syntax == AudioSyntax.DOLBY && end - at < MAX_FRAME_BYTES) {
            var header = syntax.header(file.view(end, syntax.headerBytes()));
            if (header == null || header.startsAccessUnit()) {
                break;
            }
            end += header.bytes();
        }
        return end;
    }

    /// Whether the first MPEG frame is no sound but a table about the file.
    private boolean isHeaderFrame(long at, AudioSyntax.Header header) throws IOException {
        return syntax == AudioSyntax.MPEG
                && count == 0
                && XingHeader.isIn(file.view(at, header.bytes()));
    }

    private void add(long at, long end, AudioSyntax.Header header)
            throws IOException, MediaFormatException {
        if (count == 0) {
            sampleRateHz = header.sampleRateHz();
            samplesPerFrame = header.samples();
        }
        if (header.sampleRateHz() != sampleRateHz || header.samples() != samplesPerFrame) {
            throw MediaFormatException.unsupported(
                    "offset " + at, "the sample rate or the frame length changes on the way");
        }
        if (configurations.isEmpty() || header.format() != format) {
            change(at, end, header);
        }
        if (count == sizes.length) {
            positions = Arrays.copyOf(positions, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
        }
        positions[count] = (int) (at + header.headerBytes());
        sizes[count++] = (int) (end - at - header.headerBytes());
    }

    private void change(long at, long end, AudioSyntax.Header header)
            throws IOException, MediaFormatException {
        if (configurations.size() == MAX_CONFIGURATIONS) {
            throw MediaFormatException.limit(
                    "offset " + at, "configurations", MAX_CONFIGURATIONS + 1, MAX_CONFIGURATIONS);
        }
        if (count > 0) {
            changes = Arrays.copyOf(changes, changes.length + 1);
            changes[changes.length - 1] = count;
        }
        configurations.add(syntax.configuration(file.view(at, (int) (end - at))));
        format = header.format();
    }

    private IndexedTrack track() throws MediaFormatException {
        if (count == 0) {
            throw MediaFormatException.malformed("", "the file has no whole frame");
        }
        var table =
                new ElementaryTable(
                        samplesPerFrame,
                        Arrays.copyOf(positions, count),
                        Arrays.copyOf(sizes, count),
                        changes);
        var track = new Track(1, new Timescale(sampleRateHz), configurations.getFirst(), "und", "");
        return new IndexedTrack(
                track,
                table,
                configurations.stream().map(TrackConfiguration::of).toList(),
                0,
                -1,
                0);
    }

    /// The part of a file around the place that is read.
    private static final class FileWindow {

        private static final int BYTES = 2 * MAX_FRAME_BYTES;

        private final ByteSource source;
        private @Nullable ByteBuffer window;
        private long start;

        FileWindow(ByteSource source) {
            this.source = source;
        }

        long size() {
            return source.sizeBytes();
        }

        /// Up to `bytes` bytes from `at` on, fewer at the end of the file.
        ByteBuffer view(long at, int bytes) throws IOException {
            int length = Math.clamp(size() - at, 0, bytes);
            var here = window;
            if (here == null || at < start || at + length > start + here.limit()) {
                here = fill(at, length);
            }
            return length == 0 ? ByteBuffer.allocate(0) : here.slice((int) (at - start), length);
        }

        private ByteBuffer fill(long at, int length) throws IOException {
            start = Math.min(at, size());
            var filled =
                    ByteBuffer.allocate((int) Math.min(Math.max(length, BYTES), size() - start));
            source.read(start, filled);
            window = filled.flip();
            return window;
        }
    }
}
