package dev.anabranch.media.dash;

/// A rule of the standard that an MPD does not keep.
///
/// @param rule the rule's id, such as `timeline-gapless`
/// @param element where: `MPD` or `Period[0]/AdaptationSet[1]/Representation[720p]`
/// @param text what is wrong
public record Breach(String rule, String element, String text) {

    @Override
    public String toString() {
        return element + ": " + text + " (" + rule + ")";
    }
}
