package dev.anabranch.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// When the last sample of each part was fed, in a file that two programs of one machine share:
/// their monotonic clocks are one.
final class FedTable {

    private static final int PARTS = 64 * 4096;

    private final ByteBuffer bytes;

    private FedTable(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static FedTable reading(FileChannel file) throws IOException {
        return new FedTable(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
    }

    static FedTable writing(FileChannel file) throws IOException {
        return new FedTable(file.map(FileChannel.MapMode.READ_WRITE, 0, (long) PARTS * Long.BYTES));
    }

    /// @param part its number in the rendition
    void put(long part, long nanos) {
        bytes.putLong(index(part), nanos);
    }

    long at(long part) {
        return bytes.getLong(index(part));
    }

    private static int index(long part) {
        return (int) (part % PARTS) * Long.BYTES;
    }
}
