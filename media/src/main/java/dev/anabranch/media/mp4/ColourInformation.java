package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.ColourDescription;
import java.util.Optional;

/// `colr`: colour code points (`nclx`, ISO/IEC 14496-12, 12.1.5) or QuickTime's `nclc`, which has
/// no range flag. ICC profiles are passed over.
final class ColourInformation {

    private static final int FULL_RANGE = 0x80;

    private ColourInformation() {}

    static Optional<ColourDescription> parse(BoxReader box) throws MediaFormatException {
        var type = box.fourCc();
        if (!type.equals("nclx") && !type.equals("nclc")) {
            return Optional.empty();
        }
        int primaries = box.u16();
        int transfer = box.u16();
        int matrix = box.u16();
        // Some QuickTime writers leave the range out of nclx, too.
        boolean fullRange =
                type.equals("nclx") && box.remaining() > 0 && (box.u8() & FULL_RANGE) != 0;
        return Optional.of(new ColourDescription(primaries, transfer, matrix, fullRange));
    }

    static void write(BoxWriter out, ColourDescription colour) {
        int at = out.begin("colr");
        out.fourCc("nclx").u16(colour.primaries()).u16(colour.transfer()).u16(colour.matrix());
        out.u8(colour.fullRange() ? FULL_RANGE : 0);
        out.end(at);
    }
}
