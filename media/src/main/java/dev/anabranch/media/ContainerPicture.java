package dev.anabranch.media;

import dev.anabranch.media.codec.ColourDescription;
import java.util.Optional;

/// What a container says about the picture beside the bitstream's own headers: it applies where
/// those are silent.
///
/// @param sampleAspectRatio the shape of one pixel (`pasp`)
/// @param colour colour code points (`colr`)
public record ContainerPicture(
        Optional<Rational> sampleAspectRatio, Optional<ColourDescription> colour) {

    /// The container says nothing.
    public static final ContainerPicture UNSPECIFIED =
            new ContainerPicture(Optional.empty(), Optional.empty());
}
