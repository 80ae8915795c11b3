package dev.anabranch.media.hls;

import java.util.List;
import java.util.function.IntToLongFunction;

/// Checks the rules for playlists that their text alone can show to be broken: rows O1, O2, O9,
/// O11, O12, O16, O17, O20, O21, O23, O24, O26 to O29 of the conformance list.
///
/// What only two versions of a live playlist can show is in [UpdateRules].
public final class PlaylistRules {

    private static final List<MediaRule> MEDIA =
            List.of(
                    new VersionRule(),
                    new TargetDurationRule(),
                    new PlaylistTypeRule(),
                    new PartRule(),
                    new PartInfRule(),
                    new ServerControlRule(),
                    new PreloadHintRule(),
                    new RenditionReportRule(),
                    new KeyRule(),
                    new IFrameRule(),
                    new DateRangeRule(),
                    new DateRangeIdentityRule(),
                    new DateRangeOverlapRule(),
                    new InterstitialRule());

    private static final List<MultivariantRule> MULTIVARIANT =
            List.of(
                    new VersionRule(),
                    new KeyRule(),
                    new StreamRule(),
                    new GroupRule(),
                    new GroupMembersRule(),
                    new VariantGroupRule(),
                    new VideoRangeRule(),
                    new SupplementalCodecsRule(),
                    new VideoLayoutRule(),
                    new SessionRule());

    private PlaylistRules() {}

    /// What `parsed` breaks, with its lines; at most a thousand breaches.
    public static List<Breach> check(ParsedPlaylist parsed) {
        return check(parsed.playlist(), parsed.lines());
    }

    /// What `playlist` breaks.
    public static List<Breach> check(Playlist playlist) {
        return check(playlist, SourceLines.NONE);
    }

    /// What `playlist` says about bit rates that the sizes of its segments belie (row O22).
    ///
    /// @param segmentBytes the size of the segment with an index in [MediaPlaylist#segments]
    public static List<Breach> checkBitrates(
            MediaPlaylist playlist, IntToLongFunction segmentBytes) {
        var breaches = new Breaches(SourceLines.NONE);
        new BitrateRule(segmentBytes).check(playlist, breaches);
        return breaches.found();
    }

    private static List<Breach> check(Playlist playlist, SourceLines lines) {
        var breaches = new Breaches(lines);
        switch (playlist) {
            case MediaPlaylist media -> MEDIA.forEach(rule -> rule.check(media, breaches));
            case MultivariantPlaylist multivariant ->
                    MULTIVARIANT.forEach(rule -> rule.check(multivariant, breaches));
        }
        return breaches.found();
    }
}
