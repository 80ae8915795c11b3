package dev.anabranch.media.hls;

import java.util.HashSet;
import java.util.List;

/// O24: the members of rendition groups (4.4.6.1, 4.4.6.1.1).
final class GroupRule implements MultivariantRule {

    private static final String ID = "O24";

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        var names = new HashSet<List<Object>>();
        var defaults = new HashSet<String>();
        for (var member : playlist.renditions()) {
            String where = breaches.tag(Rendition.TAG, member);
            checkMember(member, where, breaches);
            if (!names.add(List.of(member.type(), member.groupId(), member.name()))) {
                breaches.must(ID, where, "NAME " + member.name() + " is twice in its group");
            }
            if (member.isDefault() && !defaults.add(member.type() + " " + member.groupId())) {
                breaches.must(ID, where, "a second member with DEFAULT=YES in its group");
            }
        }
    }

    private static void checkMember(Rendition member, String where, Breaches breaches) {
        if (member.isDefault() && Boolean.FALSE.equals(member.autoselect())) {
            breaches.must(ID, where, "DEFAULT=YES with AUTOSELECT=NO");
        }
        if (member.isForced() && member.type() != Rendition.Type.SUBTITLES) {
            breaches.must(ID, where, "FORCED is for subtitles only");
        }
        boolean hasAudioAttribute =
                member.channels() != null
                        || member.bitDepth() != null
                        || member.sampleRate() != null;
        if (hasAudioAttribute && member.type() != Rendition.Type.AUDIO) {
            breaches.must(ID, where, "CHANNELS, BIT-DEPTH and SAMPLE-RATE are for audio only");
        }
        if (member.type() == Rendition.Type.SUBTITLES && member.uri() == null) {
            breaches.must(ID, where, "subtitles need a URI");
        }
        if (member.type() == Rendition.Type.CLOSED_CAPTIONS) {
            checkCaptions(member, where, breaches);
        }
    }

    private static void checkCaptions(Rendition member, String where, Breaches breaches) {
        if (member.uri() != null) {
            breaches.must(ID, where, "closed captions have no URI");
        }
        String service = member.inStreamId();
        if (service == null) {
            breaches.must(ID, where, "closed captions need an INSTREAM-ID");
            return;
        }
        if (!List.of("CC1", "CC2", "CC3", "CC4").contains(service) && !isService(service)) {
            breaches.must(ID, where, "INSTREAM-ID " + service + " is no caption channel");
        }
    }

    private static boolean isService(String text) {
        String number = text.startsWith("SERVICE") ? text.substring("SERVICE".length()) : "";
        if (number.isEmpty()
                || number.length() > 2
                || !number.chars().allMatch(Character::isDigit)) {
            return false;
        }
        int service = Integer.parseInt(number);
        return service >= 1 && service <= 63;
    }
}
