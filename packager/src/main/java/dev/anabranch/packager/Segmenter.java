package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import java.util.List;

/// Makes the segments of one rendition, each from nothing but its number. Any number of threads may
/// ask at once.
public interface Segmenter {

    /// What the segments are.
    MediaType mediaType();

    /// The initialization sections the segments need, one a codec configuration, in the order of
    /// their first use; none when segments carry everything themselves.
    default List<Content> inits() {
        return List.of();
    }

    /// Which of [#inits] the segments of a span of the plan need.
    default int initNumber(int span) {
        return 0;
    }

    /// Segment `n`, from 0.
    Content segment(int n) throws MediaFormatException;

    /// How many bytes segment `n` has, without making it.
    long segmentBytes(int n) throws MediaFormatException;

    /// The pictures of segment `n` that can be read and shown by themselves, in order; none when it
    /// has no pictures.
    List<KeyPicture> keyPictures(int n) throws MediaFormatException;
}
