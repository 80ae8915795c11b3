package dev.anabranch.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// When the last sample of each part was fed, in a file that two programs of one machine share:
/// their monotonic clocks are one.
final class FedTable {

    private static final int PARTS = 64;
    private static final int SEGMENTS = 4096;

    private final ByteBuffer bytes;

    private FedTable(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static FedTable reading(FileChannel file) throws IOException {
        return new FedTable(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
    }

    static FedTable writing(FileChannel file) throws IOException {
        return new FedTable(
                file.map(FileChannel.MapMode.READ_WRITE, 0, (long) SEGMENTS * PARTS * Long.BYTES));
    }

    void put(long msn, int part, long nanos) {
        bytes.putLong(at(msn, part), nanos);
    }

    long at(int msn, int part) {
        return bytes.getLong(at((long) msn, part));
    }

    private static int at(long msn, int part) {
        return (int) (msn % SEGMENTS * PARTS + part) * Long.BYTES;
    }
}
