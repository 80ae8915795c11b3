package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The file beside a recording's media that says what of it is whole; only ever appended to.
///
/// ```
/// +-----------------------------------------+
/// | "ANBRREC1"                              |  8 bytes, once
/// +--------+------+---------+---------------+
/// | length | type | payload | CRC-32C of    |
/// | u16    | u8   |         | all before it |  for each entry
/// +--------+------+---------+---------------+
/// ```
///
/// An entry is written after what it speaks of. A process that is killed leaves at most one entry
/// cut off at the end, which the sum shows; a reader stops there, and whoever goes on writing cuts
/// it off first. Owned by one thread.
final class Journal implements AutoCloseable {

    /// Its name in the folder of a recording; hidden, so that no server lists it.
    static final String FILE = ".recording";

    private static final byte[] MAGIC = "ANBRREC1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 3;
    private static final int SUM_BYTES = 4;
    private static final int READ_BYTES = 256 * 1024;

    private final WritableFile file;
    private final ByteBuffer record =
            ByteBuffer.allocateDirect(HEAD_BYTES + JournalEntry.MAX_PAYLOAD_BYTES + SUM_BYTES);
    private final CRC32C sum = new CRC32C();

    private Journal(WritableFile file) {
        this.file = file;
    }

    /// Starts the journal of a new recording.
    static Journal create(RecordingFiles files, Path path) throws IOException {
        var file = files.create(path);
        try {
            if (!file.lock()) {
                throw new FileSystemException(path.toString(), null, "it is being written");
            }
            file.append(ByteBuffer.wrap(MAGIC));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Journal(file);
    }

    /// Goes on behind the first `validBytes` of a journal; what is behind them is cut off.
    static Journal open(RecordingFiles files, Path path, long validBytes) throws IOException {
        var file = files.open(path);
        file.truncate(validBytes);
        return new Journal(file);
    }

    /// Appends one entry with one write. When that fails the journal is as it was before.
    ///
    /// @throws IOException when it cannot be written, such as on a full disk
    void append(JournalEntry entry) throws IOException {
        record.clear().position(HEAD_BYTES);
        entry.write(record);
        int length = record.position() - HEAD_BYTES;
        record.putShort(0, (short) length).put(2, (byte) entry.type());
        sum.reset();
        sum.update(record.flip());
        record.limit(record.limit() + SUM_BYTES).putInt((int) sum.getValue());
        file.append(record.flip());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Takes the entries of a journal in order.
    @FunctionalInterface
    interface Reader {
        void entry(JournalEntry entry) throws IOException, MediaFormatException;
    }

    /// Reads all entries that are whole.
    ///
    /// @return where the last of them ends
    /// @throws MediaFormatException when it is no journal, or `reader` says that an entry cannot be
    static long read(Path path, Reader reader) throws IOException, MediaFormatException {
        try (var source = dev.anabranch.packager.FileSource.open(path)) {
            if (source.sizeBytes() < MAGIC.length
                    || !Arrays.equals(source.read(0, MAGIC.length), MAGIC)) {
                throw MediaFormatException.malformed(path.toString(), "this is no recording");
            }
            long position = MAGIC.length;
            var buffer = ByteBuffer.allocateDirect(READ_BYTES);
            while (position < source.sizeBytes()) {
                buffer.clear().limit((int) Math.min(READ_BYTES, source.sizeBytes() - position));
                source.read(position, buffer);
                int whole = readWhole(buffer.flip(), position, reader);
                if (whole == 0) {
                    return position;
                }
                position += whole;
            }
            return position;
        }
    }

    /// @return how many bytes of `buffer` were whole entries
    private static int readWhole(ByteBuffer buffer, long position, Reader reader)
            throws IOException, MediaFormatException {
        var sum = new CRC32C();
        int at = 0;
        while (buffer.limit() - at >= HEAD_BYTES + SUM_BYTES) {
            int length = Short.toUnsignedInt(buffer.getShort(at));
            int end = at + HEAD_BYTES + length;
            if (length > JournalEntry.MAX_PAYLOAD_BYTES || end + SUM_BYTES > buffer.limit()) {
                return at;
            }
            sum.reset();
            sum.update(buffer.slice(at, end - at));
            if (buffer.getInt(end) != (int) sum.getValue()) {
                return at;
            }
            var payload = buffer.slice(at + HEAD_BYTES, length);
            int type = Byte.toUnsignedInt(buffer.get(at + 2));
            reader.entry(JournalEntry.parse(type, payload, "journal offset " + (position + at)));
            at = end + SUM_BYTES;
        }
        return at;
    }
}
