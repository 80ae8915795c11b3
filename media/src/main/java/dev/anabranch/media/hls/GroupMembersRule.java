package dev.anabranch.media.hls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// O24: the groups of one type have the same members, alike but for what may differ (4.4.6.1.1).
final class GroupMembersRule implements MultivariantRule {

    private static final String ID = "O24";

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        var groups = new HashMap<Rendition.Type, Map<String, Set<Rendition>>>();
        for (var member : playlist.renditions()) {
            groups.computeIfAbsent(member.type(), _ -> new HashMap<>())
                    .computeIfAbsent(member.groupId(), _ -> new HashSet<>())
                    .add(comparable(member));
        }
        groups.forEach((type, members) -> {
            if (Set.copyOf(members.values()).size() > 1) {
                breaches.must(
                        ID,
                        Rendition.TAG,
                        "the groups of TYPE=" + type + " have different members");
            }
        });
    }

    /// What must be the same in every group.
    private static Rendition comparable(Rendition member) {
        return Rendition.builder(member.type(), "", member.name())
                .language(member.language())
                .assocLanguage(member.assocLanguage())
                .isDefault(member.isDefault())
                .autoselect(member.isAutoselect())
                .isForced(member.isForced())
                .characteristics(member.characteristics())
                .build();
    }
}
