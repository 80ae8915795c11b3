package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads what audio and video tags of Enhanced RTMP v2 have in common.
final class TagReader {

    /// ModEx may follow ModEx; nobody needs more than one of each type.
    static final int MAX_MOD_EX = 8;

    static final int ONE_TRACK = 0;
    static final int MANY_TRACKS = 1;
    static final int MANY_TRACKS_MANY_CODECS = 2;

    private static final int TIMESTAMP_OFFSET_NANO = 0;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final ByteBuffer in;
    private final int start;
    private final String where;
    private int offsetNanos;

    TagReader(ByteBuffer body, String where) {
        in = body.duplicate();
        start = body.position();
        this.where = where;
    }

    /// Bytes read so far.
    int at() {
        return in.position() - start;
    }

    void moveTo(int at) {
        in.position(start + at);
    }

    int remaining() {
        return in.remaining();
    }

    int offsetNanos() {
        return offsetNanos;
    }

    int u8() throws MediaFormatException {
        need(1);
        return in.get() & 0xFF;
    }

    int s24() throws MediaFormatException {
        return u24() << 8 >> 8;
    }

    /// Reads the ModEx extensions before a packet.
    ///
    /// @param packetType as it stands in the tag's first byte
    /// @param modEx the packet type that says an extension follows
    /// @return the packet type behind them
    int modEx(int packetType, int modEx) throws MediaFormatException {
        int type = packetType;
        for (int i = 0; type == modEx; i++) {
            if (i == MAX_MOD_EX) {
                throw MediaFormatException.limit(where, "number of ModEx", i + 1L, MAX_MOD_EX);
            }
            int size = u8() + 1;
            if (size == 256) {
                size = u16() + 1;
            }
            need(size);
            int extension = in.position();
            in.position(extension + size);
            int next = u8();
            if (next >> 4 == TIMESTAMP_OFFSET_NANO && size >= 3) {
                offsetNanos = nanos(extension);
            }
            type = next & 0x0F;
        }
        return type;
    }

    /// Reads what stands before the first track.
    Tracks tracks(int packetType, int multitrack, boolean isVideo) throws MediaFormatException {
        if (packetType != multitrack) {
            return new Tracks(ONE_TRACK, false, packetType, FourCc.of(u32(), isVideo), isVideo);
        }
        int octet = u8();
        int kind = octet >> 4;
        if (kind > MANY_TRACKS_MANY_CODECS) {
            throw MediaFormatException.unsupported(where, "multitrack type " + kind);
        }
        int inner = octet & 0x0F;
        if (inner == multitrack) {
            throw MediaFormatException.malformed(where, "multitrack inside multitrack");
        }
        var codec = kind == MANY_TRACKS_MANY_CODECS ? null : FourCc.of(u32(), isVideo);
        return new Tracks(kind, true, inner, codec, isVideo);
    }

    /// Goes through the tracks of one message.
    final class Tracks {

        private final int kind;
        private final boolean isMultitrack;
        private final int packetType;
        private final boolean isVideo;
        private @Nullable FourCc codec;
        private int id;
        private int end;
        private boolean isStarted;

        private Tracks(
                int kind,
                boolean isMultitrack,
                int packetType,
                @Nullable FourCc codec,
                boolean isVideo) {
            this.kind = kind;
            this.isMultitrack = isMultitrack;
            this.packetType = packetType;
            this.codec = codec;
            this.isVideo = isVideo;
        }

        /// Moves to the next track; its body begins where the reader stands.
        boolean next() throws MediaFormatException {
            if (isStarted && (kind == ONE_TRACK || remaining() == 0)) {
                return false;
            }
            isStarted = true;
            if (kind == MANY_TRACKS_MANY_CODECS) {
                codec = FourCc.of(u32(), isVideo);
            }
            if (isMultitrack) {
                id = u8();
            }
            int size = kind == ONE_TRACK ? remaining() : u24();
            need(size);
            end = at() + size;
            return true;
        }

        int packetType() {
            return packetType;
        }

        FourCc codec() {
            var current = codec;
            if (current == null) {
                throw new IllegalStateException("before the first track");
            }
            return current;
        }

        int id() {
            return id;
        }

        /// Where the track's body ends.
        int end() {
            return end;
        }
    }

    private int nanos(int position) {
        int value =
                (in.get(position) & 0xFF) << 16
                        | (in.get(position + 1) & 0xFF) << 8
                        | in.get(position + 2) & 0xFF;
        return Math.min(value, NANOS_PER_MILLI - 1);
    }

    private int u16() throws MediaFormatException {
        need(2);
        return in.getShort() & 0xFFFF;
    }

    private int u24() throws MediaFormatException {
        return u8() << 16 | u16();
    }

    private int u32() throws MediaFormatException {
        need(4);
        return in.getInt();
    }

    private void need(int bytes) throws MediaFormatException {
        if (in.remaining() < bytes) {
            throw MediaFormatException.malformed(
                    where, bytes + " bytes wanted at " + at() + ", " + remaining() + " are left");
        }
    }
}
