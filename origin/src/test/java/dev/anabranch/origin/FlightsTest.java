package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Slice;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who holds which memory, without a network.
@Timeout(60)
class FlightsTest {

    private static final int BYTES = 100_000;
    private static final long MEBIBYTE = Config.Limits.MEBIBYTE;

    @TempDir Path temp;

    private final AtomicInteger made = new AtomicInteger();

    private Resource resource(int index) {
        var bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) index);
        Slice slice =
                new Slice.Generated(
                        BYTES,
                        sink -> {
                            made.incrementAndGet();
                            sink.write(ByteBuffer.wrap(bytes));
                        });
        return resource(slice, "etag-" + index, Holder.NOTHING);
    }

    private static Resource resource(Slice slice, String etag, Holder holder) {
        return new Resource(
                new Content(MediaType.TRANSPORT_STREAM, List.of(slice)),
                "video/mp2t",
                Resource.Kind.SEGMENT,
                etag,
                Instant.EPOCH,
                holder);
    }

    private static Config.Limits limits(long hotBytes) {
        return new Config.Limits(1, hotBytes, MEBIBYTE, 4 * MEBIBYTE, Config.Waits.DEFAULT, 100);
    }

    private static boolean isWhole(Flight flight, int index) {
        while (flight.filled() < BYTES) {
            Thread.onSpinWait();
        }
        for (int at = 0; at < BYTES; at += 97) {
            if (flight.slice(at, 1).getByte(0) != (byte) index) {
                return false;
            }
        }
        return true;
    }

    /// Ten segments in a cache with room for five, so that those just found are evicted all the
    /// time and their memory becomes another's.
    @Test
    void whatIsFoundIsNeverTheMemoryOfAnother() throws Exception {
        var resources = new ArrayList<Resource>();
        for (int i = 0; i < 10; i++) {
            resources.add(resource(i));
        }
        // Readers spin, which on virtual threads would keep the makers from running.
        try (var readers = Executors.newFixedThreadPool(4);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var flights = new Flights(limits(5 * BYTES), threads, new Tally())) {
            Callable<Integer> reading =
                    () -> {
                        int wrong = 0;
                        for (int i = 0; i < 2000; i++) {
                            var resource = resources.get(i * 7 % 10);
                            var hot = flights.hot(resource);
                            var flight = hot != null ? hot : flights.board(resource);
                            wrong += isWhole(flight, i * 7 % 10) ? 0 : 1;
                            flight.release();
                        }
                        return wrong;
                    };
            for (var wrong : readers.invokeAll(List.of(reading, reading, reading, reading))) {
                assertThat(wrong.get()).isZero();
            }
        }
    }

    @Test
    void whoLookedBeforeItLandedDoesNotHaveItMadeAgain() {
        var resource = resource(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var flights = new Flights(limits(MEBIBYTE), threads, new Tally())) {
            assertThat(flights.hot(resource)).isNull();
            flights.board(resource).release();
            threads.close();
            var landed = flights.board(resource);
            assertThat(isWhole(landed, 1)).isTrue();
            landed.release();
            assertThat(made).hasValue(1);
        }
    }

    @Test
    void whatWasMadeFromAFileThatChangedMeanwhileIsNotKept() {
        var changed =
                new Holder() {
                    @Override
                    public boolean retain() {
                        return true;
                    }

                    @Override
                    public void release() {}

                    @Override
                    public boolean isCurrent() {
                        return false;
                    }
                };
        var slice = resource(1).content().slices().getFirst();
        var resource = resource(slice, "etag-1", changed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var flights = new Flights(limits(MEBIBYTE), threads, new Tally())) {
            var flight = flights.board(resource);
            assertThat(isWhole(flight, 1)).isTrue();
            flight.release();
            threads.close();
            assertThat(flights.hot(resource)).isNull();
        }
    }

    @Test
    void aFileCutShortIsAFailureToldToWhoeverFollows() throws Exception {
        var file = Files.write(temp.resolve("f.mp4"), new byte[BYTES]);
        try (var source = FileSource.open(file);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var flights = new Flights(limits(MEBIBYTE), threads, new Tally())) {
            var resource = resource(new Slice.Range(source, 0, BYTES), "etag", Holder.NOTHING);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(10);
            }
            var flight = flights.board(resource);
            threads.close();
            assertThat(flight.failure()).isInstanceOf(EOFException.class);
            flight.release();
            assertThat(flights.hot(resource)).isNull();
        }
    }
}
