package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Rendition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// O25: variants and the members of a group have the same timestamps and cuts, and all playlists
/// but those of subtitles and I-frames on demand the same target duration (6.2.4).
final class GroupAlignmentRule implements HlsPresentation.Rule {

    private static final String ID = "O25";
    private static final AlignmentRule VIDEO = new AlignmentRule(ID, Breach.Severity.MUST);

    /// Languages may be of different lengths; a player that changes between them starts anew.
    private static final AlignmentRule AUDIO = new AlignmentRule(ID, Breach.Severity.SHOULD);

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        VIDEO.check(presentation.video().stream().map(HlsRendition::measured).toList(), findings);
        var groups = new LinkedHashSet<String>();
        for (var rendition : presentation.multivariant().renditions()) {
            if (rendition.type() == Rendition.Type.AUDIO) {
                groups.add(rendition.groupId());
            }
        }
        var timed = new ArrayList<>(presentation.video());
        for (var group : groups) {
            var members = presentation.group(Rendition.Type.AUDIO, group);
            AUDIO.check(members.stream().map(HlsRendition::measured).toList(), findings);
            timed.addAll(members);
        }
        targets(timed, findings);
    }

    private static void targets(List<HlsRendition> renditions, Findings findings) {
        for (var rendition : renditions) {
            var first = renditions.getFirst();
            long target = rendition.playlist().targetDuration();
            if (target != first.playlist().targetDuration()) {
                findings.must(
                        ID,
                        rendition.address(),
                        "EXT-X-TARGETDURATION",
                        "is %d, in %s it is %d"
                                .formatted(
                                        target,
                                        first.address(),
                                        first.playlist().targetDuration()));
            }
        }
    }
}
