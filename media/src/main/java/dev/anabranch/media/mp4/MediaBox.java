package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// `mdia`: a track's clock, kind and tables (ISO/IEC 14496-12, 8.4), with what lies in `minf`.
///
/// @param language a BCP 47 tag: `elng`'s word, else `mdhd`'s
/// @param tables the payload of `stbl`, to be read once: the tables of one track after the other
///   take less memory than those of all
record MediaBox(
        MediaHeader header,
        Handler handler,
        String language,
        DataReference reference,
        BoxReader tables) {

    static MediaBox parse(BoxReader box) throws MediaFormatException {
        Optional<MediaHeader> header = Optional.empty();
        Optional<Handler> handler = Optional.empty();
        Optional<ExtendedLanguage> language = Optional.empty();
        Optional<BoxReader> information = Optional.empty();
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "mdhd" -> header = Optional.of(MediaHeader.parse(payload));
                case "hdlr" -> handler = Optional.of(Handler.parse(payload));
                case "elng" -> language = Optional.of(ExtendedLanguage.parse(payload));
                case "minf" -> information = Optional.of(payload);
                default -> {}
            }
        }
        if (header.isEmpty() || handler.isEmpty() || information.isEmpty()) {
            throw box.malformed(
                    "it lacks "
                            + (header.isEmpty() ? "mdhd" : handler.isEmpty() ? "hdlr" : "minf"));
        }
        var plain = header.get().language();
        var tag =
                language.filter(ExtendedLanguage::isPlausible)
                        .map(ExtendedLanguage::tag)
                        .orElse(plain);
        return withInformation(header.get(), handler.get(), tag, information.get());
    }

    private static MediaBox withInformation(
            MediaHeader header, Handler handler, String language, BoxReader information)
            throws MediaFormatException {
        var reference = new DataReference(true);
        Optional<BoxReader> tables = Optional.empty();
        for (var next = information.child(); next.isPresent(); next = information.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "stbl" -> tables = Optional.of(payload);
                case "dinf" -> reference = reference(payload);
                default -> {}
            }
        }
        if (tables.isEmpty()) {
            throw information.malformed("it lacks stbl");
        }
        return new MediaBox(header, handler, language, reference, tables.get());
    }

    private static DataReference reference(BoxReader information) throws MediaFormatException {
        for (var next = information.child(); next.isPresent(); next = information.child()) {
            if (next.get().type().equals("dref")) {
                return DataReference.parse(next.get().payload());
            }
        }
        return new DataReference(true);
    }
}
