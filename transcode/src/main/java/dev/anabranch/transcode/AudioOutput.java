package dev.anabranch.transcode;

/// One rendition of a sound.
public sealed interface AudioOutput {

    /// Its track in [TrackSink], unique in a plan.
    int trackId();

    SourceAudio source();

    /// A BCP 47 tag.
    String language();

    /// For people; may be empty.
    String title();

    /// The source's sound as it is.
    record Copied(int trackId, SourceAudio source, String language, String title)
            implements AudioOutput {}

    /// Decoded and encoded.
    ///
    /// @param encoder as the backend names it
    /// @param isLoudnessNormalised to -23 LUFS (EBU R 128)
    record Encoded(
            int trackId,
            SourceAudio source,
            String language,
            String title,
            AudioCodec codec,
            String encoder,
            long bitsPerSecond,
            int channels,
            int samplesPerSecond,
            boolean isLoudnessNormalised)
            implements AudioOutput {}
}
