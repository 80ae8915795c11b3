package dev.anabranch.media;

import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.DolbyVisionConfiguration;
import dev.anabranch.media.codec.Octets;
import java.util.List;
import java.util.Optional;

/// What a container says about the picture beside the bitstream's own headers: it applies where
/// those are silent.
///
/// @param sampleAspectRatio the shape of one pixel (`pasp`)
/// @param colour colour code points (`colr`)
/// @param details what else it says, to be carried along as it is
public record ContainerPicture(
        Optional<Rational> sampleAspectRatio,
        Optional<ColourDescription> colour,
        List<Detail> details) {

    /// The container says nothing.
    public static final ContainerPicture UNSPECIFIED =
            new ContainerPicture(Optional.empty(), Optional.empty());

    /// A box of the sample entry: mastering display, light level, viewing environment, Dolby
    /// Vision.
    ///
    /// @param type four characters, such as `mdcv`
    public record Detail(String type, Octets payload) {}

    public ContainerPicture {
        details = List.copyOf(details);
    }

    /// A picture without details.
    public ContainerPicture(
            Optional<Rational> sampleAspectRatio, Optional<ColourDescription> colour) {
        this(sampleAspectRatio, colour, List.of());
    }

    /// How Dolby Vision is added to the picture, when it is and the record can be read.
    public Optional<DolbyVisionConfiguration> dolbyVision() {
        return details.stream()
                .filter(detail -> DolbyVisionConfiguration.BOXES.contains(detail.type))
                .findFirst()
                .flatMap(detail -> DolbyVisionConfiguration.parse(detail.payload.buffer()));
    }
}
