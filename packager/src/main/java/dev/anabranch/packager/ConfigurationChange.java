package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;

/// Tracks whose codec configuration changes on the way. One initialization section cannot serve
/// them.
final class ConfigurationChange {

    private ConfigurationChange() {}

    /// @throws MediaFormatException naming the sample at which the configuration changes
    static void refuse(String label, IndexedTrack track) throws MediaFormatException {
        if (track.configurations().size() < 2) {
            return;
        }
        var cursor = track.samples().cursor(0);
        int first = cursor.configurationIndex();
        while (cursor.advance()) {
            if (cursor.configurationIndex() != first) {
                var time =
                        new Timestamp(
                                cursor.ptsTicks() + track.shiftTicks(), track.track().timescale());
                throw MediaFormatException.unsupported(
                        "sample " + cursor.index(),
                        label
                                + " changes its codec configuration at "
                                + time
                                + "; cut the file there, or encode it with one configuration");
            }
        }
    }
}
