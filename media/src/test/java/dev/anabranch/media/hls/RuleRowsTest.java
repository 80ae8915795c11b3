package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One test a row of the conformance list that the text of a playlist can show to be broken.
class RuleRowsTest {

    private static final String MEDIA = "#EXTM3U\n#EXT-X-VERSION:13\n#EXT-X-TARGETDURATION:4\n";
    private static final String SEGMENT = "#EXTINF:4,\n0.m4s\n";
    private static final String PDT = "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n";
    private static final String MASTER = "#EXTM3U\n#EXT-X-VERSION:13\n";

    @Test
    void o1VersionIsAtLeastWhatTheContentNeeds() throws Exception {
        assertThat(
                        breaches(
                                "#EXTM3U\n#EXT-X-VERSION:2\n#EXT-X-TARGETDURATION:4\n#EXTINF:3.9,\na\n"))
                .containsExactly("MUST O1 EXT-X-VERSION: the version is 2 but must be 3");
    }

    @Test
    void o2RoundedDurationIsAtMostTheTarget() throws Exception {
        assertThat(breaches(MEDIA + "#EXTINF:4.499,\na\n")).isEmpty();
        assertThat(breaches(MEDIA + "#EXTINF:4.5,\na\n"))
                .containsExactly(
                        "MUST O2 line 5, segment 0: EXTINF 4.5 rounds to more than the target"
                                + " duration 4");
        assertThat(rules("#EXTM3U\n#EXT-X-TARGETDURATION:0\n" + SEGMENT)).containsExactly("O2");
    }

    @Test
    void o2O5O9UpdatesKeepTargetCountersAndType() throws Exception {
        var before = media(MEDIA + "#EXT-X-DISCONTINUITY\n" + SEGMENT + "#EXTINF:4,\n1.m4s\n");
        var after = before.toBuilder().mediaSequence(1).segments(before.segments().subList(1, 2));

        assertThat(ids(UpdateRules.check(before, after.discontinuitySequence(1).build())))
                .isEmpty();
        assertThat(ids(UpdateRules.check(before, after.discontinuitySequence(0).build())))
                .containsExactly("O5");
        assertThat(ids(UpdateRules.check(before, before.toBuilder().targetDuration(5).build())))
                .containsExactly("O2");
        assertThat(ids(UpdateRules.check(before, before.toBuilder().segments(List.of()).build())))
                .containsExactly("O3");
        var event = before.toBuilder().type(PlaylistType.EVENT).build();
        var shorter = after.discontinuitySequence(1).type(PlaylistType.EVENT).build();
        assertThat(ids(UpdateRules.check(event, shorter))).containsExactly("O9");
    }

    @Test
    void o9VodPlaylistEnds() throws Exception {
        assertThat(rules(MEDIA + "#EXT-X-PLAYLIST-TYPE:VOD\n" + SEGMENT)).containsExactly("O9");
        assertThat(rules(MEDIA + "#EXT-X-PLAYLIST-TYPE:VOD\n" + SEGMENT + "#EXT-X-ENDLIST\n"))
                .isEmpty();
    }

    @Test
    void o11PartsFillTheirTargetAndFollowTheOtherTags() throws Exception {
        String head =
                MEDIA
                        + "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=3\n"
                        + "#EXT-X-PART-INF:PART-TARGET=1\n";
        String shortPart = "#EXT-X-PART:DURATION=0.8,URI=\"p\"\n";
        String fullPart = "#EXT-X-PART:DURATION=1,URI=\"q\"\n";

        assertThat(rules(head + fullPart + shortPart + SEGMENT)).isEmpty();
        assertThat(rules(head + shortPart + fullPart + SEGMENT)).containsExactly("O11");
        assertThat(
                        rules(
                                head
                                        + "#EXT-X-PART:DURATION=0.2,URI=\"p\",INDEPENDENT=YES\n"
                                        + fullPart
                                        + SEGMENT))
                .isEmpty();
        assertThat(rules(head + "#EXT-X-PART:DURATION=1.1,URI=\"p\"\n" + SEGMENT))
                .containsExactly("O11");
        assertThat(rules(head + fullPart + "#EXT-X-DISCONTINUITY\n" + SEGMENT))
                .containsExactly("O11");
        assertThat(rules(MEDIA + fullPart + SEGMENT)).containsExactly("O11");
    }

    @Test
    void o12ServerControlPromisesEnoughDistance() throws Exception {
        assertThat(
                        rules(
                                MEDIA
                                        + "#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=24,HOLD-BACK=12\n"
                                        + SEGMENT))
                .isEmpty();
        assertThat(
                        rules(
                                MEDIA
                                        + "#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=23.9,HOLD-BACK=11.9\n"
                                        + SEGMENT))
                .containsExactly("O12", "O12");
        assertThat(rules(MEDIA + "#EXT-X-PART-INF:PART-TARGET=1\n" + SEGMENT))
                .containsExactly("O12");
        assertThat(
                        breaches(
                                MEDIA
                                        + "#EXT-X-SERVER-CONTROL:PART-HOLD-BACK=2.5\n"
                                        + "#EXT-X-PART-INF:PART-TARGET=1\n"
                                        + SEGMENT))
                .singleElement()
                .asString()
                .startsWith("SHOULD O12");
    }

    @Test
    void o16HintsAreOnePerTypeAndNeverAfterTheEnd() throws Exception {
        String hint = "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p\"\n";
        assertThat(rules(MEDIA + SEGMENT + hint)).isEmpty();
        assertThat(rules(MEDIA + SEGMENT + hint + hint)).containsExactly("O16");
        assertThat(rules(MEDIA + SEGMENT + hint + "#EXT-X-ENDLIST\n")).containsExactly("O16");
    }

    @Test
    void o20KeyAttributesFitTheMethod() throws Exception {
        String iv = "IV=0x000102030405060708090A0B0C0D0E0F";
        assertThat(rules(MEDIA + "#EXT-X-KEY:METHOD=NONE,URI=\"k\"\n" + SEGMENT))
                .containsExactly("O20");
        assertThat(
                        rules(
                                MEDIA
                                        + "#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI=\"k\","
                                        + iv
                                        + "\n"
                                        + SEGMENT))
                .containsExactly("O20");
        assertThat(rules(MEDIA + "#EXT-X-KEY:METHOD=AES-256-GCM,URI=\"k\"," + iv + "\n" + SEGMENT))
                .containsExactly("O20");
        String map = "#EXT-X-MAP:URI=\"i\"\n";
        assertThat(rules(MEDIA + "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n" + map + SEGMENT))
                .containsExactly("O20");
        assertThat(
                        rules(
                                MEDIA
                                        + "#EXT-X-KEY:METHOD=AES-128,URI=\"k\","
                                        + iv
                                        + "\n"
                                        + map
                                        + SEGMENT))
                .isEmpty();
    }

    @Test
    void o21IFrameRangeExcludesItsInitializationSection() throws Exception {
        String head = MEDIA + "#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"a\",BYTERANGE=\"100@0\"\n";
        assertThat(rules(head + "#EXTINF:4,\n#EXT-X-BYTERANGE:50@100\na\n")).isEmpty();
        assertThat(rules(head + "#EXTINF:4,\n#EXT-X-BYTERANGE:50@99\na\n")).containsExactly("O21");
    }

    @Test
    void o22BitrateIsWithinTenPercentOfEachSegment() throws Exception {
        var playlist = media(MEDIA + "#EXT-X-BITRATE:1000\n" + SEGMENT + "#EXTINF:4,\n1.m4s\n");

        assertThat(PlaylistRules.checkBitrates(playlist, _ -> 500_000)).isEmpty();
        assertThat(PlaylistRules.checkBitrates(playlist, index -> index == 0 ? 500_000 : 450_000))
                .extracting(Breach::rule, Breach::where)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("O22", "segment 1"));
    }

    @Test
    void o24GroupsHaveUniqueNamesOneDefaultAndTheSameMembers() throws Exception {
        assertThat(rules(MASTER + audio("a", "English", "DEFAULT=YES") + audio("a", "English", "")))
                .containsExactly("O24");
        assertThat(
                        rules(
                                MASTER
                                        + audio("a", "English", "DEFAULT=YES")
                                        + audio("a", "Deutsch", "DEFAULT=YES")))
                .containsExactly("O24");
        assertThat(rules(MASTER + audio("a", "English", "") + audio("b", "Deutsch", "")))
                .containsExactly("O24");
        assertThat(rules(MASTER + audio("a", "English", "DEFAULT=YES,AUTOSELECT=NO")))
                .containsExactly("O24");
        assertThat(rules(MASTER + variant("AUDIO=\"a\""))).containsExactly("O24");
    }

    @Test
    void o26VideoRangeFitsTheCodecsAndIsGivenWhereAnyIsHdr() throws Exception {
        assertThat(
                        rules(
                                MASTER
                                        + variant(
                                                "SUPPLEMENTAL-CODECS=\"dvh1.08.07/db4h\",VIDEO-RANGE=PQ")))
                .containsExactly("O26");
        assertThat(rules(MASTER + variant("VIDEO-RANGE=PQ") + variant("RESOLUTION=640x360")))
                .containsExactly("O26");
        assertThat(StreamProperties.VideoRange.of(16)).isEqualTo(StreamProperties.VideoRange.PQ);
        assertThat(StreamProperties.VideoRange.of(18)).isEqualTo(StreamProperties.VideoRange.HLG);
        for (int sdr : new int[] {1, 6, 13, 14, 15}) {
            assertThat(StreamProperties.VideoRange.of(sdr))
                    .isEqualTo(StreamProperties.VideoRange.SDR);
        }
    }

    @Test
    void o27SupplementalCodecsHaveABaseAndLayoutsAreDisjoint() throws Exception {
        assertThat(rules(MASTER + variant("SUPPLEMENTAL-CODECS=\"dav1.10.01\"")))
                .containsExactly("O27");
        assertThat(rules(MASTER + variant("REQ-VIDEO-LAYOUT=\"CH-STEREO/PROJ-HEQU,CH-MONO\"")))
                .isEmpty();
        assertThat(rules(MASTER + variant("REQ-VIDEO-LAYOUT=\"CH-STEREO/CH-MONO\"")))
                .containsExactly("O27");
        assertThat(rules(MASTER + variant("REQ-VIDEO-LAYOUT=\"CH-3D\""))).containsExactly("O27");
    }

    @Test
    void o28DateRangesAgreeWithThemselvesAndEachOther() throws Exception {
        String start = "START-DATE=\"2026-01-01T00:00:00Z\"";
        assertThat(rules(ranges("ID=\"a\"," + start + ",DURATION=2", "ID=\"a\",X-A=1"))).isEmpty();
        assertThat(rules(ranges("ID=\"a\""))).containsExactly("O28");
        assertThat(rules(ranges("ID=\"a\"," + start + ",X-A=1", "ID=\"a\",X-A=2")))
                .containsExactly("O28");
        assertThat(
                        rules(
                                ranges(
                                        "ID=\"a\","
                                                + start
                                                + ",DURATION=2,END-DATE=\"2026-01-01T00:00:03Z\"")))
                .containsExactly("O28");
        assertThat(rules(ranges("ID=\"a\"," + start + ",END-ON-NEXT=YES"))).containsExactly("O28");
        assertThat(
                        rules(
                                ranges(
                                        "ID=\"a\"," + start + ",SCTE35-OUT=0xFC",
                                        "ID=\"a\",SCTE35-IN=0xFC")))
                .containsExactly("O28");
        assertThat(rules(ranges("ID=\"a\"," + start).replace(PDT, ""))).containsExactly("O28");
    }

    @Test
    void o29InterstitialHasExactlyOneAsset() throws Exception {
        String range =
                "ID=\"a\",CLASS=\"com.apple.hls.interstitial\",START-DATE=\"2026-01-01T00:00:00Z\"";
        String uri = ",X-ASSET-URI=\"https://example.com/ad.m3u8\"";
        assertThat(rules(ranges(range + uri))).isEmpty();
        assertThat(rules(ranges(range))).containsExactly("O29");
        assertThat(rules(ranges(range + uri + ",X-ASSET-LIST=\"list.json\"")))
                .containsExactly("O29");
    }

    private static String audio(String group, String name, String more) {
        return "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\"%s%s\n"
                .formatted(group, name, more.isEmpty() ? "" : ",", more);
    }

    private static String variant(String more) {
        return "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"hvc1.2.4.L153.b0\"," + more + "\nv.m3u8\n";
    }

    private static String ranges(String... attributes) {
        var text = new StringBuilder(MEDIA).append(PDT);
        for (String each : attributes) {
            text.append("#EXT-X-DATERANGE:").append(each).append('\n');
        }
        return text.append(SEGMENT).toString();
    }

    private static MediaPlaylist media(String text) throws MediaFormatException {
        return parse(text).media();
    }

    private static List<String> breaches(String text) throws MediaFormatException {
        return PlaylistRules.check(parse(text)).stream().map(Breach::toString).toList();
    }

    private static List<String> rules(String text) throws MediaFormatException {
        return ids(PlaylistRules.check(parse(text)));
    }

    private static List<String> ids(List<Breach> breaches) {
        return breaches.stream().map(Breach::rule).toList();
    }

    private static ParsedPlaylist parse(String text) throws MediaFormatException {
        return PlaylistParser.parse(text.getBytes(StandardCharsets.UTF_8), ParseOptions.LENIENT);
    }
}
