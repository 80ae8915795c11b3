package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One line of a recording's [Journal]: what has just been added to the folder. Fields are in
/// network byte order, as they stand in the records.
sealed interface JournalEntry {

    /// No entry is longer.
    int MAX_PAYLOAD_BYTES = 512;

    /// More renditions than this are refused.
    int MAX_RENDITIONS = 64;

    /// The number that says what an entry is.
    int type();

    void write(ByteBuffer out);

    /// Reads the payload of an entry.
    ///
    /// @param where for the message
    /// @throws MediaFormatException when the type is unknown or a field cannot be
    static JournalEntry parse(int type, ByteBuffer in, String where) throws MediaFormatException {
        try {
            return switch (type) {
                case TargetDuration.TYPE -> TargetDuration.parse(in);
                case RenditionAdded.TYPE -> RenditionAdded.parse(in);
                case InitAdded.TYPE -> InitAdded.parse(in);
                case SegmentBegun.TYPE -> SegmentBegun.parse(in);
                case PartAdded.TYPE -> PartAdded.parse(in);
                case SegmentEnded.TYPE -> SegmentEnded.parse(in);
                case Interrupted.TYPE -> new Interrupted();
                case Ended.TYPE -> new Ended();
                default ->
                        throw MediaFormatException.unsupported(where, "journal entry type " + type);
            };
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw MediaFormatException.malformed(
                    where, "journal entry type " + type + " is not what it should be");
        }
    }

    /// The target duration of every playlist, which is known when the first segment is complete.
    record TargetDuration(int seconds) implements JournalEntry {

        static final int TYPE = 1;

        public TargetDuration {
            require(seconds >= 1, "seconds", seconds);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.putInt(seconds);
        }

        private static TargetDuration parse(ByteBuffer in) {
            return new TargetDuration(in.getInt());
        }
    }

    /// A rendition; those of later entries are counted from 0 in the order of these.
    ///
    /// @param ticksPerSecond the clock of its times
    /// @param name of its folder
    record RenditionAdded(TrackKind kind, long ticksPerSecond, String name)
            implements JournalEntry {

        static final int TYPE = 2;

        private static final int MAX_NAME = 128;

        public RenditionAdded {
            require(ticksPerSecond >= 1, "ticksPerSecond", ticksPerSecond);
            require(isFolderName(name), "name length", name.length());
        }

        private static boolean isFolderName(String name) {
            return !name.isEmpty()
                    && name.length() <= MAX_NAME
                    && name.charAt(0) != '.'
                    && name.chars().allMatch(RenditionAdded::isFolderLetter);
        }

        private static boolean isFolderLetter(int c) {
            return c >= '0' && c <= '9'
                    || c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c == '-'
                    || c == '_'
                    || c == '.';
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.put(letter(kind)).putLong(ticksPerSecond);
            out.put(name.getBytes(StandardCharsets.US_ASCII));
        }

        private static RenditionAdded parse(ByteBuffer in) {
            var kind = kind(in.get());
            long ticksPerSecond = in.getLong();
            var name = StandardCharsets.US_ASCII.decode(in).toString();
            return new RenditionAdded(kind, ticksPerSecond, name);
        }

        private static byte letter(TrackKind kind) {
            return (byte)
                    switch (kind) {
                        case VIDEO -> 'v';
                        case AUDIO -> 'a';
                        case TEXT -> 't';
                        case METADATA -> 'm';
                    };
        }

        private static TrackKind kind(byte letter) {
            for (var kind : TrackKind.values()) {
                if (letter(kind) == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind=" + letter);
        }
    }

    /// An initialization section, written whole before this entry; those of a rendition are counted
    /// from 0.
    ///
    /// @param liveNumber what it is called in the live playlists
    /// @param crc CRC-32C of its bytes
    record InitAdded(int rendition, int liveNumber, int sizeBytes, int crc)
            implements JournalEntry {

        static final int TYPE = 3;

        public InitAdded {
            requireRendition(rendition);
            require(liveNumber >= 0, "liveNumber", liveNumber);
            require(sizeBytes >= 0, "sizeBytes", sizeBytes);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.put((byte) rendition).putInt(liveNumber).putInt(sizeBytes).putInt(crc);
        }

        private static InitAdded parse(ByteBuffer in) {
            return new InitAdded(
                    Byte.toUnsignedInt(in.get()), in.getInt(), in.getInt(), in.getInt());
        }
    }

    /// A segment begins; one that was open before ends where its parts end.
    ///
    /// @param msn its media sequence number in the live playlists; rising
    /// @param init which of the rendition's initialization sections it needs
    /// @param discontinuity how many discontinuities came before it in the recording; not falling,
    ///   the same at the same time in all renditions
    /// @param presentedTicks when its first sample is presented, on the rendition's clock
    /// @param wallMicros when that was recorded, in microseconds since 1970
    record SegmentBegun(
            int rendition,
            long msn,
            int init,
            int discontinuity,
            long presentedTicks,
            long wallMicros)
            implements JournalEntry {

        static final int TYPE = 4;

        public SegmentBegun {
            requireRendition(rendition);
            require(msn >= 0, "msn", msn);
            require(init >= 0, "init", init);
            require(discontinuity >= 0, "discontinuity", discontinuity);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.put((byte) rendition).putLong(msn).putInt(init).putInt(discontinuity);
            out.putLong(presentedTicks).putLong(wallMicros);
        }

        private static SegmentBegun parse(ByteBuffer in) {
            return new SegmentBegun(
                    Byte.toUnsignedInt(in.get()),
                    in.getLong(),
                    in.getInt(),
                    in.getInt(),
                    in.getLong(),
                    in.getLong());
        }
    }

    /// A part was appended to the open segment of its rendition.
    ///
    /// @param startTicks when its first sample is decoded
    /// @param durationTicks how long it lasts
    /// @param sizeBytes 0 when it is a hole
    /// @param samples how many are in it
    /// @param keyBytes how many bytes from its start hold a whole keyframe; 0 when it does not
    ///   begin with one
    /// @param crc CRC-32C of its bytes
    record PartAdded(
            int rendition,
            long startTicks,
            int durationTicks,
            int sizeBytes,
            int samples,
            int keyBytes,
            int crc)
            implements JournalEntry {

        static final int TYPE = 5;

        public PartAdded {
            requireRendition(rendition);
            require(durationTicks >= 0, "durationTicks", durationTicks);
            require(sizeBytes >= 0, "sizeBytes", sizeBytes);
            require(samples >= 0, "samples", samples);
            require(keyBytes >= 0 && keyBytes <= sizeBytes, "keyBytes", keyBytes);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.put((byte) rendition).putLong(startTicks).putInt(durationTicks);
            out.putInt(sizeBytes).putInt(samples).putInt(keyBytes).putInt(crc);
        }

        private static PartAdded parse(ByteBuffer in) {
            return new PartAdded(
                    Byte.toUnsignedInt(in.get()),
                    in.getLong(),
                    in.getInt(),
                    in.getInt(),
                    in.getInt(),
                    in.getInt(),
                    in.getInt());
        }
    }

    /// The open segment of a rendition is complete and has its name.
    record SegmentEnded(int rendition) implements JournalEntry {

        static final int TYPE = 6;

        public SegmentEnded {
            requireRendition(rendition);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {
            out.put((byte) rendition);
        }

        private static SegmentEnded parse(ByteBuffer in) {
            return new SegmentEnded(Byte.toUnsignedInt(in.get()));
        }
    }

    /// What came between the entry before and the one after was not recorded: the disk was full or
    /// too slow.
    record Interrupted() implements JournalEntry {

        static final int TYPE = 7;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {}
    }

    /// The recording was finished: nothing follows.
    record Ended() implements JournalEntry {

        static final int TYPE = 8;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void write(ByteBuffer out) {}
    }

    private static void requireRendition(int rendition) {
        require(rendition >= 0 && rendition < MAX_RENDITIONS, "rendition", rendition);
    }

    private static void require(boolean holds, String field, long value) {
        if (!holds) {
            throw new IllegalArgumentException(field + "=" + value);
        }
    }
}
