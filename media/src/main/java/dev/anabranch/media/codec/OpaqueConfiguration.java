package dev.anabranch.media.codec;

import dev.anabranch.media.TrackKind;

/// A codec we know only by its four-character code: it is listed by `inspect` and refused by the
/// packager.
///
/// @param sampleEntry the code as the container has it
/// @param reason why it is not handled, for a person: `MPEG-4 Visual cannot be carried in HLS`
public record OpaqueConfiguration(TrackKind kind, String sampleEntry, String reason)
        implements CodecConfiguration {

    @Override
    public String codecString() {
        return sampleEntry;
    }
}
