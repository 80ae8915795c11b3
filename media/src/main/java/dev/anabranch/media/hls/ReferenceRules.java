package dev.anabranch.media.hls;

import java.util.List;
import java.util.Set;

/// What the strict mode of hls-parser refuses although the draft allows it, or only advises against
/// it.
final class ReferenceRules implements MediaRule, MultivariantRule {

    private static final String ID = "hls-parser";
    private static final String PREFETCH = "EXT-X-PREFETCH";
    private static final String CUE_OUT = "EXT-X-CUE-OUT";
    private static final int GAP_VERSION = 8;
    private static final int SEGMENTS_WITH_PARTS = 3;

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var control = playlist.serverControl();
        if (control != null) {
            if (!control.canBlockReload()) {
                breaches.must(ID, ServerControl.TAG, "CAN-BLOCK-RELOAD=YES is required");
            }
            checkHoldBack(playlist, control, breaches);
            checkParts(playlist, breaches);
        }
        int last = playlist.segments().size();
        for (int i = 0; i < last; i++) {
            var tags = playlist.segments().get(i).tags();
            if (tags.isEmpty()) {
                continue;
            }
            checkTags(playlist, tags, breaches);
            if (has(tags, PREFETCH)) {
                breaches.must(ID, breaches.segment(i), "a segment after or with EXT-X-PREFETCH");
            }
        }
        checkTags(playlist, playlist.openSegment(), breaches);
        checkOpen(playlist, breaches);
    }

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        long scored =
                playlist.variants().stream()
                        .filter(variant -> variant.stream().score() != null)
                        .count();
        if (scored > 0 && scored < playlist.variants().size()) {
            breaches.must(ID, Variant.TAG, "either all variants have a SCORE or none");
        }
    }

    private static void checkHoldBack(
            MediaPlaylist playlist, ServerControl control, Breaches breaches) {
        boolean hasParts =
                !playlist.openParts().isEmpty()
                        || playlist.segments().stream().anyMatch(each -> !each.parts().isEmpty());
        var inf = playlist.partInf();
        var holdBack = control.partHoldBack();
        if (!hasParts) {
            return;
        }
        if (inf == null || holdBack == null) {
            breaches.must(ID, ServerControl.TAG, "parts need PART-TARGET and PART-HOLD-BACK");
            return;
        }
        if (holdBack.compareTo(inf.partTarget()) < 0) {
            breaches.must(ID, ServerControl.TAG, "PART-HOLD-BACK is below PART-TARGET");
        }
    }

    private static void checkParts(MediaPlaylist playlist, Breaches breaches) {
        boolean isComplete = playlist.openSegment().isEmpty() && playlist.preloadHints().isEmpty();
        int oldest = playlist.segments().size() + (isComplete ? 0 : 1) - SEGMENTS_WITH_PARTS;
        for (int i = 0; i < oldest; i++) {
            if (!playlist.segments().get(i).parts().isEmpty()) {
                breaches.must(ID, breaches.segment(i), "has parts far from the end");
            }
        }
    }

    private static void checkTags(
            MediaPlaylist playlist, List<SegmentTag> tags, Breaches breaches) {
        for (var tag : tags) {
            if (tag instanceof Gap && playlist.version() < GAP_VERSION) {
                breaches.must(ID, breaches.tag(Gap.TAG, tag), "EXT-X-GAP needs version 8");
            }
            if (tag instanceof UnknownTag cue && cue.name().equals(CUE_OUT) && !isTimed(cue)) {
                breaches.must(ID, breaches.tag(CUE_OUT, tag), "has no duration");
            }
        }
    }

    private static boolean isTimed(UnknownTag cue) {
        String value = cue.value() == null ? "" : cue.value();
        return !value.isEmpty()
                && (Character.isDigit(value.charAt(0)) || value.contains("DURATION="));
    }

    private static void checkOpen(MediaPlaylist playlist, Breaches breaches) {
        boolean hintsPart =
                playlist.preloadHints().stream()
                        .anyMatch(hint -> hint.type() == PreloadHint.Type.PART);
        if (!playlist.openParts().isEmpty() && !playlist.hasEnded() && !hintsPart) {
            breaches.must(ID, PreloadHint.TAG, "parts at the end need a hint with TYPE=PART");
        }
        if (Set.copyOf(playlist.preloadHints().stream().map(PreloadHint::type).toList()).size()
                < playlist.preloadHints().size()) {
            breaches.must(ID, PreloadHint.TAG, "two hints of one type");
        }
        var open = playlist.openSegment();
        if (has(open, PREFETCH)
                && open.stream()
                        .anyMatch(
                                tag -> tag instanceof Discontinuity || tag instanceof MapSection)) {
            breaches.must(ID, PREFETCH, "must not have EXT-X-DISCONTINUITY or EXT-X-MAP");
        }
    }

    private static boolean has(List<SegmentTag> tags, String name) {
        for (var tag : tags) {
            if (tag instanceof UnknownTag unknown && unknown.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
