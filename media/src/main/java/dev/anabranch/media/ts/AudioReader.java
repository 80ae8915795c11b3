package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames of AAC (in ADTS), MPEG audio, AC-3 and E-AC-3: several in a PES packet, or one over
/// several. Owned by one thread.
final class AudioReader implements ElementaryReader {

    /// More dependent frames than the 8 substreams and their dependents can have.
    private static final int MAX_UNIT_BYTES = 1 << 20;

    private final AudioSyntax syntax;
    private final TrackOutput output;
    private final StreamBuffer buffer = new StreamBuffer();
    private boolean isSynchronized;
    private boolean hasTime;
    private long basePts;
    private long samplesSince;
    private long format;
    private long damaged;

    AudioReader(AudioSyntax syntax, TrackOutput output) {
        this.syntax = syntax;
        this.output = output;
    }

    @Override
    public void packet(PesPacket packet) {
        buffer.append(packet);
        read(false);
    }

    @Override
    public void lose() {
        if (buffer.size() > 0) {
            damaged++;
        }
        buffer.clear();
        isSynchronized = false;
        hasTime = false;
    }

    @Override
    public void end() {
        read(true);
        lose();
    }

    @Override
    public long damaged() {
        return damaged;
    }

    @Override
    public boolean takesParts() {
        return true;
    }

    private void read(boolean isLast) {
        long at = buffer.start();
        while (true) {
            long next = unit(at, isLast);
            if (next <= at) {
                break;
            }
            at = next;
        }
        buffer.discard(at);
    }

    /// Reads the access unit at `at`, or skips a byte, and returns where to go on; `at` when more
    /// bytes have to come first.
    private long unit(long at, boolean isLast) {
        var header = syntax.header(view(at));
        if (header == null) {
            return skip(at);
        }
        if (at + header.bytes() > buffer.end()) {
            return at;
        }
        if (!isSynchronized && !isConfirmed(at + header.bytes(), isLast)) {
            return at + header.bytes() + syntax.headerBytes() > buffer.end() && !isLast
                    ? at
                    : skip(at);
        }
        long end = at + header.bytes();
        if (syntax == AudioSyntax.DOLBY && header.format() < 0) {
            end = dependents(end, isLast);
        }
        if (end < 0) {
            return at;
        }
        isSynchronized = true;
        emit(at, end, header);
        return end;
    }

    private long skip(long at) {
        if (buffer.end() - at < syntax.headerBytes()) {
            return at;
        }
        if (isSynchronized) {
            damaged++;
        }
        isSynchronized = false;
        return at + 1;
    }

    /// Whether another frame follows, so that this one is no accident.
    private boolean isConfirmed(long next, boolean isLast) {
        if (next + syntax.headerBytes() > buffer.end()) {
            return isLast || next == buffer.end();
        }
        return syntax.header(view(next)) != null;
    }

    /// Where the frames end that belong to the one before `at`, or -1 when that is not known yet.
    private long dependents(long at, boolean isLast) {
        long end = at;
        while (end - buffer.start() < MAX_UNIT_BYTES) {
            if (end + syntax.headerBytes() > buffer.end()) {
                return isLast ? end : -1;
            }
            var header = syntax.header(view(end));
            if (header == null || header.startsAccessUnit()) {
                return end;
            }
            if (end + header.bytes() > buffer.end()) {
                return isLast ? end : -1;
            }
            end += header.bytes();
        }
        return end;
    }

    private void emit(long from, long to, AudioSyntax.Header header) {
        var mark = buffer.takeMark(from);
        if (mark != null) {
            basePts = mark.pts();
            samplesSince = 0;
            hasTime = true;
        }
        if (!hasTime || !header.startsAccessUnit() || !describe(from, to, header)) {
            damaged++;
            return;
        }
        long pts = basePts + ticks(samplesSince, header);
        samplesSince += header.samples();
        long duration = basePts + ticks(samplesSince, header) - pts;
        int start = buffer.index(from) + header.headerBytes();
        var payload = Arrays.copyOfRange(buffer.array(), start, buffer.index(to));
        output.frame(new TrackOutput.Times(pts, pts, duration), true, payload);
    }

    private boolean describe(long from, long to, AudioSyntax.Header header) {
        if (output.isDescribed() && header.format() == format) {
            return true;
        }
        try {
            var unit = ByteBuffer.wrap(buffer.array(), buffer.index(from), (int) (to - from));
            output.describe(syntax.configuration(unit.slice()));
            format = header.format();
            return true;
        } catch (MediaFormatException unusable) {
            return false;
        }
    }

    private static long ticks(long samples, AudioSyntax.Header header) {
        return (samples * 90_000 + header.sampleRateHz() / 2) / header.sampleRateHz();
    }

    private ByteBuffer view(long at) {
        int from = buffer.index(at);
        return ByteBuffer.wrap(buffer.array(), from, buffer.size() - from).slice();
    }
}
