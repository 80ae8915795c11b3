package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The `emsg` box: an event carried in band, such as an SCTE-35 splice or ID3 (ISO/IEC 23009-1,
/// 5.10.3.3).
///
/// @param isRelative the time counts from the segment's earliest presentation time (version 0);
///   otherwise from the start of the track (version 1), which is what CMAF asks for
/// @param timescale ticks per second of the two times; the track's own in CMAF
/// @param presentationTicks as an unsigned number
/// @param durationTicks unsigned 32-bit; 2^32 - 1 when unknown
/// @param id unsigned 32-bit; the same event keeps its number when it is repeated
/// @param message what the scheme defines; not to be changed
public record EventMessage(
        String scheme,
        String value,
        boolean isRelative,
        long timescale,
        long presentationTicks,
        long durationTicks,
        long id,
        byte[] message) {

    /// A scheme URI or value longer than this is refused.
    public static final int MAX_TEXT_BYTES = 4096;

    static EventMessage parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        return switch (version) {
            case 0 -> relative(box);
            case 1 -> absolute(box);
            default ->
                    throw MediaFormatException.unsupported(
                            box.where(), "emsg version " + version + " is not known");
        };
    }

    private static EventMessage relative(BoxReader box) throws MediaFormatException {
        var scheme = text(box);
        var value = text(box);
        return new EventMessage(
                scheme,
                value,
                true,
                box.u32(),
                box.u32(),
                box.u32(),
                box.u32(),
                box.bytes(box.remaining()));
    }

    private static EventMessage absolute(BoxReader box) throws MediaFormatException {
        long timescale = box.u32();
        long ticks = box.i64();
        long duration = box.u32();
        long id = box.u32();
        var scheme = text(box);
        return new EventMessage(
                scheme,
                text(box),
                false,
                timescale,
                ticks,
                duration,
                id,
                box.bytes(box.remaining()));
    }

    void write(BoxWriter out) {
        int at = out.begin("emsg", isRelative ? 0 : 1, 0);
        if (isRelative) {
            out.string(scheme).string(value);
            out.u32(timescale).u32(presentationTicks).u32(durationTicks).u32(id);
        } else {
            out.u32(timescale).u64(presentationTicks).u32(durationTicks).u32(id);
            out.string(scheme).string(value);
        }
        out.bytes(message);
        out.end(at);
    }

    private static String text(BoxReader box) throws MediaFormatException {
        var bytes = new ByteArrayOutputStream();
        for (int b = box.u8(); b != 0; b = box.u8()) {
            if (bytes.size() == MAX_TEXT_BYTES) {
                throw MediaFormatException.limit(
                        box.where(), "emsg text length", bytes.size() + 1L, MAX_TEXT_BYTES);
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventMessage that
                && scheme.equals(that.scheme)
                && value.equals(that.value)
                && isRelative == that.isRelative
                && timescale == that.timescale
                && presentationTicks == that.presentationTicks
                && durationTicks == that.durationTicks
                && id == that.id
                && Arrays.equals(message, that.message);
    }

    @Override
    public int hashCode() {
        return 31 * scheme.hashCode() + Long.hashCode(id) + Arrays.hashCode(message);
    }
}
