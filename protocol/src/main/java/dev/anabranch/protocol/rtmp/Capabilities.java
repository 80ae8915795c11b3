package dev.anabranch.protocol.rtmp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said of oneself in `connect` and its answer, that of Enhanced RTMP v2 included
/// (`fourCcList`, `videoFourCcInfoMap`, `audioFourCcInfoMap`, `capsEx`).
final class Capabilities {

    private static final int CAN_DECODE = 1;
    private static final int CAN_ENCODE = 2;
    private static final int CAN_FORWARD = 4;

    private static final int MULTITRACK = 0x02;
    private static final int MOD_EX = 0x04;
    private static final int TIMESTAMP_NANO_OFFSET = 0x08;

    private Capabilities() {}

    /// Whether the other side says that it knows multitrack.
    static boolean hasMultitrack(AmfValue told) {
        return ((int) told.member("capsEx").number().orElse(0) & MULTITRACK) != 0;
    }

    /// The first object of the answer to `connect`.
    static AmfValue server() {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("fmsVer", new AmfValue.Text("FMS/3,5,7,7009"));
        members.put("capabilities", new AmfValue.Num(31));
        members.put("mode", new AmfValue.Num(1));
        enhanced(members, CAN_FORWARD);
        return new AmfValue.Obj(members, false);
    }

    /// The second object of the answer to `connect`.
    static AmfValue connected(boolean isAmf3) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("level", new AmfValue.Text("status"));
        members.put("code", new AmfValue.Text("NetConnection.Connect.Success"));
        members.put("description", new AmfValue.Text("Connected"));
        members.put("objectEncoding", new AmfValue.Num(isAmf3 ? 3 : 0));
        enhanced(members, CAN_FORWARD);
        return new AmfValue.Obj(members, false);
    }

    /// The object of a client's `connect`.
    static AmfValue client(Address target, boolean isPublisher) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("app", new AmfValue.Text(target.app()));
        members.put("type", new AmfValue.Text("nonprivate"));
        members.put("flashVer", new AmfValue.Text("FMLE/3.0 (compatible; Anabranch)"));
        members.put("tcUrl", new AmfValue.Text(target.tcUrl()));
        if (!isPublisher) {
            members.put("fpad", new AmfValue.Bool(false));
            members.put("audioCodecs", new AmfValue.Num(0x0FFF));
            members.put("videoCodecs", new AmfValue.Num(0x00FF));
            members.put("videoFunction", new AmfValue.Num(1));
        }
        enhanced(members, isPublisher ? CAN_ENCODE : CAN_DECODE);
        return new AmfValue.Obj(members, false);
    }

    private static void enhanced(Map<String, AmfValue> members, int ability) {
        members.put(
                "fourCcList",
                new AmfValue.Items(
                        Arrays.stream(FourCc.values())
                                .map(codec -> (AmfValue) new AmfValue.Text(codec.code()))
                                .toList()));
        members.put("videoFourCcInfoMap", codecs(true, ability));
        members.put("audioFourCcInfoMap", codecs(false, ability));
        members.put("capsEx", new AmfValue.Num(MULTITRACK | MOD_EX | TIMESTAMP_NANO_OFFSET));
    }

    private static AmfValue codecs(boolean isVideo, int ability) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        for (var codec : FourCc.values()) {
            if (codec.isVideo() == isVideo) {
                members.put(codec.code(), new AmfValue.Num(ability));
            }
        }
        return new AmfValue.Obj(members, false);
    }
}
