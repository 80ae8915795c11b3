package dev.anabranch.media.ts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Access units of H.264 and HEVC out of a byte stream (ITU-T H.264, 7.4.1.2.3 and annex B; H.265,
/// 7.4.2.4.4), with and without delimiters. Owned by one thread.
///
/// An access unit is given out when the next one begins. A second field without a delimiter in the
/// same PES packet joins the first, as in MP4 files.
final class VideoReader implements ElementaryReader {

    /// What one access unit may have.
    static final int MAX_BYTES = PesAssembler.MAX_BYTES;

    static final int MAX_UNITS = 8192;

    private final NalSyntax syntax;
    private final PictureOutput output;
    private final StreamBuffer buffer = new StreamBuffer();

    /// Where the units of the current access unit begin and end, in turn.
    private final List<long[]> units = new ArrayList<>();

    private long scanned;
    private long unitStart = -1;
    private boolean hasSlice;
    private boolean isAligned;
    private StreamBuffer.@Nullable Mark mark;
    private long damaged;

    VideoReader(NalSyntax syntax, TrackOutput output) {
        this.syntax = syntax;
        this.output = new PictureOutput(syntax, output);
    }

    @Override
    public void packet(PesPacket packet) {
        if (buffer.size() + (long) packet.size() > MAX_BYTES) {
            damaged++;
            forget();
        }
        isAligned = startsWithCode(packet);
        buffer.append(packet);
        scan(NalSyntax.HEADER_BYTES);
    }

    /// What came before the hole is whole when packets begin where access units do.
    @Override
    public void lose() {
        if (isAligned) {
            finish();
        } else if (buffer.size() > 0) {
            damaged++;
        }
        forget();
    }

    @Override
    public void end() {
        finish();
        forget();
    }

    @Override
    public long damaged() {
        return damaged + output.damaged();
    }

    private static boolean startsWithCode(PesPacket packet) {
        var bytes = packet.bytes();
        int at = packet.from();
        while (at < packet.to() && bytes[at] == 0) {
            at++;
        }
        return at - packet.from() >= 2 && at < packet.to() && bytes[at] == 1;
    }

    private void forget() {
        buffer.clear();
        units.clear();
        unitStart = -1;
        scanned = buffer.end();
        hasSlice = false;
        mark = null;
    }

    private void finish() {
        scan(1);
        if (unitStart >= 0) {
            endUnit(buffer.end());
        }
        unitStart = -1;
        endAccessUnit();
    }

    /// Finds the start codes in what is new.
    ///
    /// @param lookahead bytes that must follow a start code for it to count
    private void scan(int lookahead) {
        var bytes = buffer.array();
        int at = buffer.index(Math.max(scanned, buffer.start()));
        int last = buffer.size() - 2 - lookahead;
        while (at < last) {
            // Of three bytes the last tells most: above 1, no start code can begin at any of them.
            int third = bytes[at + 2];
            if (third > 1 || third < 0) {
                at += 3;
            } else if (third == 1 && bytes[at] == 0 && bytes[at + 1] == 0) {
                long position = buffer.start() + at;
                begin(position);
                bytes = buffer.array();
                at = buffer.index(position) + 3;
                last = buffer.size() - 2 - lookahead;
            } else {
                at++;
            }
        }
        scanned = buffer.start() + Math.max(0, Math.min(at, buffer.size()));
    }

    /// A start code lies at `code`, and one byte at least after it.
    private void begin(long code) {
        if (unitStart >= 0) {
            endUnit(code);
        }
        unitStart = code + 3;
        int from = buffer.index(unitStart);
        int have = Math.min(buffer.size() - from, NalSyntax.HEADER_BYTES);
        var head = ByteBuffer.wrap(buffer.array(), from, have).slice();
        if (units.isEmpty() && mark == null) {
            mark = buffer.takeMark(code);
            return;
        }
        if (hasSlice && startsAccessUnit(head, code)) {
            endAccessUnit();
            mark = buffer.takeMark(code);
            buffer.discard(code);
        }
    }

    private boolean startsAccessUnit(ByteBuffer head, long code) {
        return switch (syntax.role(head)) {
            case DELIMITER, PREFIX -> true;
            case FIRST_SLICE -> syntax != NalSyntax.AVC || buffer.hasMark(code);
            case SLICE, SUFFIX -> false;
        };
    }

    private void endUnit(long end) {
        int from = buffer.index(unitStart);
        int to = buffer.index(end);
        var bytes = buffer.array();
        while (to > from && bytes[to - 1] == 0) {
            to--;
        }
        if (to == from) {
            return;
        }
        if (units.size() == MAX_UNITS) {
            damaged++;
            return;
        }
        units.add(new long[] {unitStart, unitStart + to - from});
        var head = ByteBuffer.wrap(bytes, from, to - from).slice();
        var role = syntax.role(head);
        hasSlice |= role == NalSyntax.Role.FIRST_SLICE || role == NalSyntax.Role.SLICE;
    }

    private void endAccessUnit() {
        if (hasSlice) {
            var views = new ArrayList<ByteBuffer>(units.size());
            for (var unit : units) {
                int from = buffer.index(unit[0]);
                int length = (int) (unit[1] - unit[0]);
                views.add(ByteBuffer.wrap(buffer.array(), from, length).slice());
            }
            output.accessUnit(views, mark);
        } else if (!units.isEmpty()) {
            damaged++;
        }
        units.clear();
        hasSlice = false;
        mark = null;
    }
}
