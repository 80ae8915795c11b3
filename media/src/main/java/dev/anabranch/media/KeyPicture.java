package dev.anabranch.media;

/// Where the bytes of a picture that decoding can start at lie in a segment.
///
/// @param sample its number in its track
/// @param offsetBytes from the start of the segment
/// @param sizeBytes with what must come before the picture itself, such as its `moof`
public record KeyPicture(int sample, long offsetBytes, long sizeBytes) {

    public KeyPicture {
        if (sample < 0 || offsetBytes < 0 || sizeBytes < 1) {
            throw new IllegalArgumentException(
                    "sample=" + sample + " offsetBytes=" + offsetBytes + " sizeBytes=" + sizeBytes);
        }
    }
}
