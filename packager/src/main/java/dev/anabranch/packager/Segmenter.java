package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// Makes the segments of one rendition, each from nothing but its number. Any number of threads may
/// ask at once.
public interface Segmenter {

    /// What the segments are.
    MediaType mediaType();

    /// The initialization section the segments need; empty when they carry everything themselves.
    Optional<Content> init();

    /// Segment `n`, from 0.
    Content segment(int n) throws MediaFormatException;

    /// How many bytes segment `n` has, without making it.
    long segmentBytes(int n) throws MediaFormatException;

    /// The pictures of segment `n` that can be read and shown by themselves, in order; none when it
    /// has no pictures.
    List<KeyPicture> keyPictures(int n) throws MediaFormatException;
}
