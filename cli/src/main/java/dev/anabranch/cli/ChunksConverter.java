package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.plan.Chunks;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `auto`, `off` or a number of pieces.
final class ChunksConverter implements ITypeConverter<Chunks> {

    @Override
    public Chunks convert(String text) {
        try {
            return Chunks.parse(text);
        } catch (MediaFormatException wrong) {
            throw new TypeConversionException("'" + text + "' is not auto, off or a number");
        }
    }
}
