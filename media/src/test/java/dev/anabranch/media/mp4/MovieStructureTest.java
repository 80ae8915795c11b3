package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Where `moov` may be and what may stand around it.
class MovieStructureTest {

    private static final byte[] MOVIE = movie("en");
    private static final byte[] ESDS =
            bytes(
                    0, 0, 0, 0, 3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    5, 2, 0x12, 0x10, 6, 1, 2);

    @Test
    void findsTheMovieBehindBoxesOfEverySizeForm() throws Exception {
        var file =
                join(
                        box("wide", 0),
                        large("mdat", 100),
                        box("free", 5),
                        box("uuid", 16),
                        box("zzzz", 9),
                        MOVIE);

        assertThat(read(file).tracks()).hasSize(1);
        assertThat(read(file).brands()).isEmpty();
    }

    @Test
    void takesAMovieWhoseSizeIsToTheEnd() throws Exception {
        var open = MOVIE.clone();
        Arrays.fill(open, 0, 4, (byte) 0);

        assertThat(read(join(box("free", 3), open)).tracks()).hasSize(1);
    }

    @Test
    void doesNotLookBehindTheMovie() throws Exception {
        assertThat(read(join(MOVIE, box("sefd", 30))).warnings()).isEmpty();
        assertThat(read(join(MOVIE, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9))).warnings()).isEmpty();
    }

    @Test
    void takesTheFirstMovieThatCanBeUsed() throws Exception {
        assertThat(read(join(movie("de"), MOVIE)).tracks().getFirst().track().language())
                .isEqualTo("de");
        assertThat(read(join(box("moov", 0), MOVIE)).tracks().getFirst().track().language())
                .isEqualTo("en");
    }

    @Test
    void refusesWhatHasNoMovieAndSaysWhy() {
        assertRefused(new byte[0], "no moov");
        assertRefused(join(box("ftyp", 8), box("mdat", 40)), "no moov");
        assertRefused(Arrays.copyOf(MOVIE, MOVIE.length - 1), "box moov");
        assertRefused(bytes('G', '@', 0, 0, 'I', 'D', '3', 4, 5), "not an MP4 file");
        assertRefused(join(box("moof", 8)), "init segment is missing");
        assertRefused(wrapped("moov", box("cmov", 20)), "compressed");
        assertRefused(wrapped("moov", box("mvhd", 10)), "early");
    }

    @Test
    void refusesAMovieAboveTheLimitWithoutReadingIt() {
        var head =
                ByteBuffer.allocate(16)
                        .putInt(MovieReader.MAX_MOVIE_BYTES + 9)
                        .put("moov".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        var source =
                new ByteSource() {
                    @Override
                    public long sizeBytes() {
                        return 1L << 40;
                    }

                    @Override
                    public void read(long position, ByteBuffer destination) {
                        assertThat(destination.remaining()).isLessThanOrEqualTo(16);
                        destination.put(head.array(), 0, destination.remaining());
                    }
                };

        assertThatThrownBy(() -> MovieReader.read(source))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("268435456");
    }

    @Test
    void readsTheMovieAtOnce() throws Exception {
        var source = HostileSource.counting(join(box("ftyp", 8), box("mdat", 500), MOVIE));

        MovieReader.read(source);

        assertThat(source.reads()).isEqualTo(5);
    }

    @Test
    void readsSoundDescriptionsOfQuickTime() throws Exception {
        var wave =
                wrapped(
                        "wave",
                        join(
                                box("frma", 4),
                                wrapped("esds", ESDS),
                                new byte[] {0, 0, 0, 8, 0, 0, 0, 0}));
        for (int version = 0; version <= 2; version++) {
            var entry = join(soundFields(version), wave, box("chan", 12), new byte[4]);

            var codec = soundEntry("mp4a", entry, 0).codec();

            assertThat(codec).isInstanceOf(AacConfiguration.class);
            assertThat(((AacConfiguration) codec).sampleRateHz()).isEqualTo(44_100);
        }
    }

    @Test
    void readsVersion1SoundOfIsoFilesWithoutQuickTimesFields() {
        var entry = join(soundFields(0), wrapped("esds", ESDS));
        entry[9] = 1;

        assertThat(soundEntry("mp4a", entry, 1).codec()).isInstanceOf(AacConfiguration.class);
    }

    @Test
    void takesRateAndChannelsOfMp3FromTheEntry() {
        var codec = soundEntry(".mp3", soundFields(0), 0).codec();

        assertThat(codec).isInstanceOf(Mp3Configuration.class);
        assertThat(((Mp3Configuration) codec).sampleRateHz()).isEqualTo(44_100);
        assertThat(((Mp3Configuration) codec).channels()).isEqualTo(2);
    }

    private static SampleEntry soundEntry(String type, byte[] payload, int version) {
        var reader = new BoxReader(ByteBuffer.wrap(payload), type, 0);
        return SampleEntry.parse(
                new Box(type, reader), dev.anabranch.media.TrackKind.AUDIO, version);
    }

    private static byte[] soundFields(int version) {
        var out = new BoxWriter(100);
        out.zeros(6).u16(1).u16(version).zeros(6).u16(2).u16(16).zeros(4).u16(44_100).u16(0);
        if (version == 1) {
            out.zeros(16);
        }
        if (version == 2) {
            out.u32(72).u64(Double.doubleToLongBits(44_100)).u32(2).zeros(20);
        }
        return out.toByteArray();
    }

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(reason);
    }

    private static Movie read(byte[] file) throws Exception {
        return MovieReader.read(ByteSource.of(file));
    }

    private static byte[] movie(String language) {
        var tables =
                new SampleTableBox(
                        Optional.empty(),
                        TimeToSample.EMPTY,
                        CompositionOffset.EMPTY,
                        SampleToChunk.EMPTY,
                        SampleSize.EMPTY,
                        ChunkOffset.EMPTY,
                        Optional.empty());
        return SyntheticMovie.bytes(tables, language);
    }

    private static byte[] box(String type, int payloadBytes) {
        return boxed(type, out -> out.zeros(payloadBytes));
    }

    private static byte[] wrapped(String type, byte[] payload) {
        return boxed(type, out -> out.bytes(payload));
    }

    private static byte[] boxed(String type, Consumer<BoxWriter> payload) {
        var out = new BoxWriter(64);
        int at = out.begin(type);
        payload.accept(out);
        out.end(at);
        return out.toByteArray();
    }

    private static byte[] large(String type, int payloadBytes) {
        var out = new BoxWriter(64);
        return out.u32(1).fourCc(type).u64(16 + payloadBytes).zeros(payloadBytes).toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
