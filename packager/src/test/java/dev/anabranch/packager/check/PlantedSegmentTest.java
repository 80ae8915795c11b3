package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.CutPolicy;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One breach planted in the segments of good output is found.
class PlantedSegmentTest {

    private static final int PACKET = 188;
    private static final int SYNC = 0x0200_0000;
    private static final int NON_SYNC = 0x0101_0000;

    private static Planted cmaf = new Planted();
    private static Planted single = new Planted();
    private static Planted transport = new Planted();
    private static Planted packed = new Planted();

    @BeforeAll
    static void packageOnce() throws Exception {
        var source = Packager.of(Planted.sample("bbb_240p_10s.mp4")).segment(Duration.ofSeconds(2));
        cmaf = Planted.in(source);
        single = Planted.in(source.singleFile());
        var ts = Packaging.TRANSPORT_STREAM.withCuts(CutPolicy.of(Duration.ofSeconds(2)));
        transport = Planted.in(source.packaging(ts.withSound(Packaging.Sound.MUXED)));
        packed = Planted.in(source.packaging(ts.withSound(Packaging.Sound.PACKED)));
    }

    @Test
    void findsTablesWithinAnIFrameRange() throws Exception {
        var path = "video-240p/iframes.m3u8";
        var planted =
                transport
                        .copy()
                        .text(
                                path,
                                text ->
                                        text.replaceFirst(
                                                "BYTERANGE:(\\d+)@376", "BYTERANGE:$1@0"));
        assertThat(planted.check().breaches())
                .anyMatch(breach ->
                        breach.toString().contains("O21")
                                && breach.toString().contains("PAT or PMT"));
    }

    @Test
    void findsByteRangeBeyondTheFile() throws Exception {
        var path = "video-240p/index.m3u8";
        flags(
                "range-inside",
                single.copy()
                        .text(
                                path,
                                text ->
                                        text.replaceFirst(
                                                "BYTERANGE:\\d+@", "BYTERANGE:99999999@")));
    }

    @Test
    void findsInitSegmentThatIsNone() throws Exception {
        flags(
                "init-parse",
                cmaf.copy()
                        .bytes(
                                "video-240p/init.mp4",
                                file -> file.putInt(Planted.box(file, "moov") - 4, 0)));
    }

    @Test
    void findsGapInDecodeTimes() throws Exception {
        flags("O31", cmaf.copy().bytes("video-240p/3.m4s", file -> later(file, 6144)));
    }

    @Test
    void findsOverlapInDecodeTimes() throws Exception {
        flags("O31", cmaf.copy().bytes("audio/3.m4s", file -> later(file, -4096)));
    }

    @Test
    void findsSegmentThatStartsWithoutSyncSample() throws Exception {
        flags("O31", cmaf.copy().bytes("video-240p/2.m4s", PlantedSegmentTest::withoutSync));
    }

    @Test
    void findsTrackThatTheInitSegmentDoesNotHave() throws Exception {
        flags(
                "segment-parse",
                cmaf.copy()
                        .bytes(
                                "video-240p/2.m4s",
                                file -> file.putInt(Planted.box(file, "tfhd") + 4, 9)));
    }

    @Test
    void findsSegmentThatIsCutShort() throws Exception {
        var path = "video-240p/4.m4s";
        var bytes = cmaf.bytes(path);
        flags("segment-parse", cmaf.copy().put(path, Arrays.copyOf(bytes, bytes.length / 2)));
    }

    @Test
    void findsSegmentThatIsText() throws Exception {
        flags("segment-parse", cmaf.copy().text("audio/2.m4s", _ -> "this is no media at all"));
    }

    @Test
    void findsSegmentsOfAnotherOrder() throws Exception {
        flags("mpd-timeline", cmaf.copy().put("video-240p/2.m4s", cmaf.bytes("video-240p/3.m4s")));
    }

    @Test
    void findsTransportStreamWithoutTables() throws Exception {
        var path = "video-240p/2.ts";
        var bytes = transport.bytes(path);
        flags(
                "ts-tables",
                transport.copy().put(path, Arrays.copyOfRange(bytes, 2 * PACKET, bytes.length)));
    }

    @Test
    void findsLostPacket() throws Exception {
        var path = "video-240p/2.ts";
        flags("ts-continuity", transport.copy().put(path, without(transport.bytes(path), 40)));
    }

    @Test
    void findsCountersThatDoNotGoOn() throws Exception {
        var path = "video-240p/2.ts";
        var breaches =
                transport.copy().bytes(path, PlantedSegmentTest::nextCounters).check().breaches();
        assertThat(breaches).anyMatch(one -> one.rule().equals("ts-continuity"));
    }

    @Test
    void findsMissingClock() throws Exception {
        flags(
                "ts-pcr",
                transport.copy().bytes("video-240p/2.ts", PlantedSegmentTest::withFewClocks));
    }

    @Test
    void findsPacketsOutOfStep() throws Exception {
        flags(
                "ts-sync",
                transport.copy().bytes("video-240p/2.ts", file -> file.put(5 * PACKET, (byte) 0)));
    }

    @Test
    void findsPackedAudioWithoutTime() throws Exception {
        var path = "audio/2.aac";
        var bytes = packed.bytes(path);
        int tag = 10 + (bytes[8] << 7 | bytes[9]);
        flags(
                "packed-timestamp",
                packed.copy().put(path, Arrays.copyOfRange(bytes, tag, bytes.length)));
    }

    @Test
    void findsPackedAudioWithWrongTime() throws Exception {
        flags(
                "O31",
                packed.copy()
                        .bytes(
                                "audio/2.aac",
                                file -> {
                                    int tag = 10 + (file.get(8) << 7 | file.get(9));
                                    file.putLong(tag - 8, file.getLong(tag - 8) + 90_000);
                                }));
    }

    private static void later(ByteBuffer file, long ticks) {
        int at = Planted.box(file, "tfdt") + 4;
        file.putLong(at, file.getLong(at) + ticks);
    }

    private static void withoutSync(ByteBuffer file) {
        int end = Planted.box(file, "mdat");
        for (int at = 0; at < end - 4; at++) {
            if (file.getInt(at) == SYNC) {
                file.putInt(at, NON_SYNC);
            }
        }
    }

    private static byte[] without(byte[] stream, int packet) {
        var shorter = new byte[stream.length - PACKET];
        System.arraycopy(stream, 0, shorter, 0, packet * PACKET);
        System.arraycopy(
                stream,
                (packet + 1) * PACKET,
                shorter,
                packet * PACKET,
                shorter.length - packet * PACKET);
        return shorter;
    }

    private static void nextCounters(ByteBuffer file) {
        for (int at = 3; at < file.limit(); at += PACKET) {
            int control = file.get(at);
            file.put(at, (byte) (control & 0xF0 | control + 3 & 0x0F));
        }
    }

    private static void withFewClocks(ByteBuffer file) {
        int seen = 0;
        for (int at = 0; at < file.limit(); at += PACKET) {
            boolean hasField = (file.get(at + 3) & 0x20) != 0 && file.get(at + 4) > 6;
            boolean hasClock = hasField && (file.get(at + 5) & 0x10) != 0;
            if (hasClock && seen++ % 10 != 0) {
                file.put(at + 5, (byte) (file.get(at + 5) & ~0x10));
            }
        }
    }

    private static void flags(String rule, Planted planted) throws Exception {
        assertThat(planted.check().breaches())
                .anyMatch(breach ->
                        breach.rule().equals(rule) && breach.severity() == Breach.Severity.MUST);
    }
}
