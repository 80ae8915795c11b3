package dev.anabranch.protocol.rtmp;

/// What one audio or video message says of one track: most have one part, those of multitrack one
/// for each track in them.
///
/// @param track the multitrack id, 0 for the only or first one
/// @param isKeyframe of frames of video; true for sound
/// @param compositionMillis presentation minus decode time
/// @param offsetNanos to be added to the message's time, 0 to 999,999
/// @param offset of the bytes in the message
record TagPart(
        Content content,
        FourCc codec,
        int track,
        boolean isKeyframe,
        int compositionMillis,
        int offsetNanos,
        int offset,
        int sizeBytes) {

    enum Content {
        /// The codec's configuration record.
        CONFIGURATION,
        /// The same as MPEG-TS has it in a descriptor.
        TRANSPORT_CONFIGURATION,
        FRAME,
        /// AMF about the frames, such as colorInfo.
        METADATA,
        /// The sequence is over.
        END
    }
}
