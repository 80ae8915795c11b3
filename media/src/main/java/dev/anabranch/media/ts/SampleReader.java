package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of a run of samples, one after another, read in as few and large pieces as their
/// places allow. Owned by one thread.
///
/// The current sample may be changed in place: its bytes are not used again.
final class SampleReader {

    private static final int WINDOW_BYTES = 256 << 10;

    /// Reading this much of somebody else's sample costs less than another read.
    private static final int MAX_GAP_BYTES = 8 << 10;

    private final ByteSource source;
    private final SampleRange range;
    private final SampleCursor cursor;
    private final SampleCursor ahead;
    private byte[] window;
    private ByteBuffer buffer;
    private long windowStart;
    private long windowEnd;
    private long used;
    private int taken;

    /// @param range not empty
    SampleReader(SampleTable samples, ByteSource source, SampleRange range) {
        this.source = source;
        this.range = range;
        cursor = samples.cursor(range.from());
        ahead = samples.cursor(range.from());
        window = new byte[WINDOW_BYTES];
        buffer = ByteBuffer.wrap(window);
    }

    /// Moves to the first sample, or the next.
    void next() throws IOException, MediaFormatException {
        if (taken++ > 0) {
            cursor.advance();
        }
        long start = cursor.position();
        long end = start + cursor.sizeBytes();
        if (start < windowStart || end > windowEnd || start < used) {
            fill();
        }
        used = end;
    }

    byte[] array() {
        return window;
    }

    int offset() {
        return (int) (cursor.position() - windowStart);
    }

    int size() {
        return cursor.sizeBytes();
    }

    /// Where the sample begins in its source.
    long position() {
        return cursor.position();
    }

    int configurationIndex() {
        return cursor.configurationIndex();
    }

    int index() {
        return cursor.index();
    }

    private void fill() throws IOException, MediaFormatException {
        int size = cursor.sizeBytes();
        if (size > MuxedTrack.MAX_SAMPLE_BYTES) {
            throw MuxedTrack.tooLarge(cursor);
        }
        if (size > window.length) {
            window = new byte[size];
            buffer = ByteBuffer.wrap(window);
        }
        long start = cursor.position();
        long end = start + size;
        while (ahead.index() < cursor.index()) {
            ahead.advance();
        }
        while (ahead.index() + 1 < range.to() && ahead.advance()) {
            long gap = ahead.position() - end;
            long reach = ahead.position() + ahead.sizeBytes();
            if (gap < 0 || gap > MAX_GAP_BYTES || reach - start > window.length) {
                break;
            }
            end = reach;
        }
        source.read(start, buffer.clear().limit((int) (end - start)));
        windowStart = start;
        windowEnd = end;
        used = start;
    }
}
